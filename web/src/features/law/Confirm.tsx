/** One item held against the original: what stands there is typed anew, and where. */

import { Alert, AutoComplete, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useCommand } from '../../api/command';
import type { Law } from '../../api/law';
import { showDay } from '../../lib/time';
import { MarkTag } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { LineItem, ProseItem } from '../../ui/fields';
import { Facts } from '../../ui/page';
import { Fault } from '../../ui/states';
import { isTyped, written } from '../reform/ask';
import { useSession } from '../session/session';
import type { Line } from './lines';

type Values = { value?: string; against: string; article?: string };

export function Confirm({ law, line }: { law: Law; line: Line }) {
  const { t, both, lang } = useLang();
  const { actor } = useSession();
  const command = useCommand(actor);
  const [done, setDone] = useState<number | null>(null);
  const { ground, parameter } = line;
  const confirmed = ground?.confirmed;
  // A table is too long to be typed anew: it is shown, and taken as it stands.
  const is_typed = parameter !== undefined && isTyped(parameter);

  async function submit({ value, against, article }: Values) {
    setDone(null);
    const read = !line.is_value ? undefined : is_typed ? (written(parameter, value ?? '') ?? undefined) : line.written;
    const confirmation: Schema['LawConfirmation'] = { against: against.trim(), ...(read !== undefined && { value: read }), ...(article?.trim() && { article: article.trim() }) };
    const sent = await command.run({ kind: 'confirm_law', scheme: law.scheme, item: line.item, confirmation });
    if ('receipt' in sent) setDone(sent.receipt.first);
  }
  const texts = [...new Set([...(ground?.sources ?? []), ...Object.values(law.documents)])];
  return (
    <>
      <Facts of={[
        [t('law.id'), line.id + (line.place === undefined ? '' : ` · ${line.place}`)],
        ...(line.is_value ? [[t('law.recorded'), line.shown ? both(line.shown) : t('law.unknown')] as [string, string]] : []),
        ...(ground ? [[t('law.ground'), <MarkTag key="mark" mark={ground.mark} />] as [string, React.ReactNode], [t('law.article'), ground.article ?? t('law.notSeen')] as [string, string]] : []),
        ...(confirmed ? [[t('law.confirmed'), `${confirmed.by} · ${showDay(confirmed.on, lang)} · ${confirmed.against}`] as [string, string]] : []),
      ]} />
      {ground && (
        <details className="more"><summary>{t('law.sources')} · {ground.sources.length}</summary>
          <ul className="meta wrap">{ground.sources.map((one) => <li key={one}>{one}</li>)}</ul>
        </details>
      )}
      {command.problem && <Fault problem={command.problem} kept />}
      {done !== null && <Alert className="fault" type="success" showIcon title={t('law.done', { n: done })} />}
      <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)} className="confirm-form">
        {line.is_value && is_typed && <Value of={parameter} />}
        {line.is_value && !is_typed && <p className="meta">{t('law.table')}</p>}
        <Form.Item name="against" label={t('law.against')} rules={[{ required: true, whitespace: true, max: 2000, message: t('say.required') }]} extra={t('law.against.what')}>
          <AutoComplete options={texts.map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => option?.value.toLowerCase().includes(typed.toLowerCase()) ?? false }}><Input maxLength={2000} /></AutoComplete>
        </Form.Item>
        <LineItem name="article" word="law.article" optional extra="law.article.what" />
        <Button type="primary" htmlType="submit" loading={command.pending} disabled={line.is_value && !is_typed && line.written === undefined}>{t('law.confirm')}</Button>
      </Form>
      {confirmed && <Withdraw law={law} line={line} />}
    </>
  );
}

function Value({ of }: { of: NonNullable<Line['parameter']> }) {
  const { t, both } = useLang();
  const rule = { validator: (_: unknown, value: unknown) => (written(of, typeof value === 'string' ? value : '') === null ? Promise.reject(new Error(t('reform.wrong'))) : Promise.resolve()) };
  const options = of.holds === 'bool' ? [{ value: 'true', label: t('say.yes') }, { value: 'false', label: t('say.no') }] : of.choices.map((one) => ({ value: one.key, label: both(one.label) }));
  return (
    <Form.Item name="value" label={t('law.read')} rules={[rule]} extra={t('law.read.what')}>
      {of.holds === 'bool' || of.holds === 'choice' ? <Select options={options} /> : <Input className="num" inputMode={of.holds === 'number' ? 'decimal' : 'text'} suffix={of.unit_label && both(of.unit_label)} autoComplete="off" />}
    </Form.Item>
  );
}

/** Only what was confirmed at this desk can be taken back. */
function Withdraw({ law, line }: { law: Law; line: Line }) {
  const { t } = useLang();
  const { actor } = useSession();
  const command = useCommand(actor);
  return (
    <Form<{ reason: string }> layout="vertical" requiredMark={false} className="law-withdraw" onFinish={({ reason }) => void command.run({ kind: 'withdraw_confirmation', scheme: law.scheme, item: line.item, reason: reason.trim() })}>
      {command.problem && <Fault problem={command.problem} kept />}
      <ProseItem name="reason" word="law.withdraw.reason" />
      <Button danger htmlType="submit" loading={command.pending}>{t('law.withdraw')}</Button>
    </Form>
  );
}
