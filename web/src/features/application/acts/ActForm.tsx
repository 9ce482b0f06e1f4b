/** An action in a drawer: what is typed is a draft until it is done. */

import { App, Button, Drawer, Form } from 'antd';
import { useEffect, useState } from 'react';
import { useCommand, type Sent } from '../../../api/command';
import { newId } from '../../../lib/ids';
import { useLang } from '../../../ui/lang';
import { Fault } from '../../../ui/states';
import { useSession } from '../../session/session';
import { FieldInput } from './FieldInput';
import type { Scene, Spec, Values } from './spec';
import { Stale } from './Stale';

export function ActForm({ spec, scene, start, close }: { spec: Spec; scene: Scene; start?: Values; close: () => void }) {
  const { t } = useLang();
  const { actor, drafts } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const command = useCommand(actor);
  const { whole } = scene;
  const draft = `act.${whole.row.id}.${spec.id}`;
  // The version that the user sees while filling the form in, whatever comes in meanwhile.
  const [seen] = useState(whole);
  const [id] = useState(() => newId('x'));
  const [kept, setKept] = useState(true);

  useEffect(() => {
    form.setFieldsValue({ ...start, ...drafts.read<Values>(draft) });
    // Once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  async function submit(expected: number) {
    const sent: Sent = await command.run(spec.build(form.getFieldsValue(true) as Values, scene, id), expected);
    if ('problem' in sent) return;
    drafts.drop(draft);
    void message.success(t('act.done', { first: sent.receipt.first, n: sent.receipt.events }));
    close();
  }

  const stale = command.problem?.code === 'version_stale';
  return (
    <Drawer open onClose={close} title={t(spec.word)} size={460} extra={!kept && <span className="due-over">{t('say.draftNotKept')}</span>}>
      <Form form={form} layout="vertical" requiredMark={false} scrollToFirstError
        onValuesChange={(_, all: Values) => setKept(drafts.keep(draft, all))} onFinish={() => void submit(seen.row.version)}>
        {command.problem && !stale && <Fault problem={command.problem} kept />}
        {stale && <Stale seen={seen} again={(version) => void submit(version)} />}
        {spec.fields(scene).map((field) => <FieldInput field={field} key={field.name} />)}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={command.pending}>{t(spec.word)}</Button>
          <Button onClick={close}>{t('say.cancel')}</Button>
        </div>
      </Form>
    </Drawer>
  );
}
