/** A form of one command, with what came of it. */

import { Alert, Button, Form } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Schema } from '../../api/client';
import { useCommand } from '../../api/command';
import type { Word } from '../../lib/words';
import { useLang } from '../../ui/lang';
import { Fault } from '../../ui/states';
import { useDraft } from '../session/draft';
import { useSession } from '../session/session';

export function CommandForm<Values extends object>({ word, start, draft, build, children }: {
  word: Word;
  start?: Partial<Values>;
  /** Under which name what is typed is kept until it is done; left out: it is not kept. */
  draft?: string;
  build: (values: Values) => Schema['Action'];
  children: ReactNode;
}) {
  const { t } = useLang();
  const { actor } = useSession();
  const [form] = Form.useForm<Values>();
  const command = useCommand(actor);
  const shelf = useDraft(form, draft);
  const [done, setDone] = useState<number | null>(null);

  async function submit(values: Values) {
    setDone(null);
    const sent = await command.run(build(values));
    if ('problem' in sent) return;
    shelf.drop();
    setDone(sent.receipt.first);
    form.resetFields();
  }

  return (
    <Form form={form} layout="vertical" requiredMark={false} scrollToFirstError {...(start && { initialValues: start })} onValuesChange={shelf.keep} onFinish={(values: Values) => void submit(values)}>
      {command.problem && <Fault problem={command.problem} kept />}
      {done !== null && <Alert className="fault" type="success" showIcon title={t('accounts.done', { n: done })} />}
      {children}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={command.pending}>{t(word)}</Button>
        {!shelf.kept && <span className="due-over">{t('say.draftNotKept')}</span>}
      </div>
    </Form>
  );
}
