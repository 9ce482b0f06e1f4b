/** A letter or notice: written as PDF first, read, then issued by its hash. */

import { App, Alert, Button, Drawer, Form, Select } from 'antd';
import { useEffect, useState } from 'react';
import { answered, api, type Schema } from '../../../api/client';
import { useCommand } from '../../../api/command';
import type { Problem } from '../../../lib/problem';
import { LineItem, ProseItem, DayItem } from '../../../ui/fields';
import { useLang } from '../../../ui/lang';
import { Fault, problemOf } from '../../../ui/states';
import { useSession } from '../../session/session';
import { saveDocument } from '../download';
import { on, type Scene } from './spec';

type Matter = Schema['Matter'];
type Kind = Matter['kind'];
type Values = { matter: Kind; number?: string; law: string; contact: string; payTo?: string; grounds?: string; conclusion?: string; step?: string; until?: string };

const MATTERS: readonly Kind[] = ['award', 'refusal', 'correction', 'payment', 'reduction', 'demand', 'evaluation'];

function matterOf(values: Values): Matter {
  const { matter, grounds = '', conclusion = '', step = '', until } = values;
  switch (matter) {
    case 'award': case 'notice': return { kind: matter };
    case 'refusal': case 'correction': return { kind: matter, grounds };
    case 'payment': case 'reduction': return { kind: matter, step };
    case 'demand': return { kind: matter, step, ...(until && { until }) };
    case 'evaluation': return { kind: matter, conclusion };
  }
}

export default function LetterForm({ scene, close, notice = false }: { scene: Scene; close: () => void; notice?: boolean }) {
  const { t } = useLang();
  const { actor, drafts } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const matter = Form.useWatch<Kind | undefined>('matter', form) ?? (notice ? 'notice' : 'award');
  const [made, setMade] = useState<Schema['LetterMade'] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [writes, setWrites] = useState(false);
  const command = useCommand(actor);
  const { id, version } = scene.whole.row;
  const draft = `letter.${id}`;

  useEffect(() => {
    form.setFieldsValue({ ...drafts.read<Values>(draft), matter: notice ? 'notice' : 'award' });
    // Once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  async function write() {
    const values = form.getFieldsValue(true) as Values;
    setWrites(true);
    setProblem(null);
    try {
      const body = {
        matter: matterOf(values), law: values.law, contact: values.contact,
        ...(values.number && { number: values.number }), ...(values.payTo && { pay_to: values.payTo }),
      };
      setMade(await answered(api.POST('/api/v1/applications/{application}/letters', { params: { path: { application: id } }, body })));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setWrites(false);
    }
  }

  async function issue(letter: string) {
    const sent = await command.run(on(scene, notice ? { kind: 'publish_notice', notice: letter } : { kind: 'issue_letter', letter }), version);
    if ('problem' in sent) return;
    void message.success(t('act.done', { first: sent.receipt.first, n: sent.receipt.events }));
    close();
  }

  const steps = scene.events.flatMap((event) => (event.what.kind === 'money_proposed' && typeof event.what.step === 'string' ? [event.what.step] : []));
  const issued = notice || matter === 'award';
  return (
    <Drawer open onClose={close} title={t(notice ? 'act.publish_notice' : 'act.issue_letter')} size={480}>
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={(_, all: Values) => { drafts.keep(draft, all); setMade(null); }} onFinish={() => void write()}>
        {problem && <Fault problem={problem} kept />}
        {!notice && <Form.Item name="matter" label={t('letter.matter')}><Select options={MATTERS.map((kind) => ({ value: kind, label: t(`letter.${kind}`) }))} /></Form.Item>}
        <LineItem name="number" word="field.number" optional />
        <LineItem name="law" word="field.law" />
        <LineItem name="contact" word="field.contact" />
        {(matter === 'refusal' || matter === 'correction') && <ProseItem name="grounds" word="field.grounds" />}
        {matter === 'evaluation' && <ProseItem name="conclusion" word="letter.conclusion" />}
        {(matter === 'payment' || matter === 'reduction' || matter === 'demand') && (
          <Form.Item name="step" label={t('letter.step')} rules={[{ required: true, message: t('say.required') }]}><Select options={steps.map((step) => ({ value: step, label: step }))} /></Form.Item>
        )}
        {matter === 'demand' && <DayItem name="until" word="field.until" optional />}
        {(matter === 'demand' || matter === 'reduction') && <LineItem name="payTo" word="field.payTo" optional />}
        <Button htmlType="submit" type={made ? 'default' : 'primary'} loading={writes}>{t('letter.write')}</Button>
      </Form>
      {made && (
        <div className="stack letter-made">
          <Alert type={made.preview ? 'warning' : 'success'} showIcon title={t(made.preview ? 'letter.preview' : 'letter.written')} />
          <Button onClick={() => void saveDocument(null, made.letter.sha256, `${id}-${matter}-zh`)}>{t('letter.open.zh')}</Button>
          <Button onClick={() => void saveDocument(null, made.reading_copy.sha256, `${id}-${matter}-en`)}>{t('letter.open.en')}</Button>
          {command.problem && <Fault problem={command.problem} kept />}
          {issued
            ? <Button type="primary" loading={command.pending} onClick={() => void issue(made.letter.sha256)}>{t(notice ? 'letter.publish' : 'letter.issue')}</Button>
            : <p className="meta">{t('letter.only')}</p>}
        </div>
      )}
    </Drawer>
  );
}
