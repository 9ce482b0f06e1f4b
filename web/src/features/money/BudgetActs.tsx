/** The budget's own steps: opening lines, appropriating, cutting, carrying over. */

import { App, Button, Drawer, Form, Select } from 'antd';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useCommand } from '../../api/command';
import { useProgrammes } from '../../api/names';
import { newId } from '../../lib/ids';
import { parseYuan } from '../../lib/money';
import { CheckedItem, IdItem, MoneyItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { Fault } from '../../ui/states';
import { useDraft } from '../session/draft';
import { useSession } from '../session/session';

const KINDS = ['appropriate', 'cut', 'carry_over', 'line'] as const;

type Values = { kind: (typeof KINDS)[number]; line: string; to: string; amount: string; programme: string; year: string; district: string; project_kind: string };

function actionOf(values: Values, step: string): Schema['Action'] {
  const { kind, line, to } = values;
  if (kind === 'line') {
    const { programme, year, district, project_kind } = values;
    return { kind: 'open_line', line, programme, year: Number(year), district, project_kind };
  }
  const amount = parseYuan(values.amount) ?? 0;
  const money: Schema['Money'] = kind === 'carry_over' ? { kind, from: line, to, amount } : { kind, line, amount };
  return { kind: 'propose_money', step, money };
}

/** `isEmpty`: no line is there yet, so that one has to be opened first. */
export function BudgetActs({ isEmpty = false }: { isEmpty?: boolean }) {
  const { t } = useLang();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t('steps.budget')}</Button>
      {open && <BudgetForm isEmpty={isEmpty} close={() => setOpen(false)} />}
    </>
  );
}

function BudgetForm({ isEmpty, close }: { isEmpty: boolean; close: () => void }) {
  const { t, code } = useLang();
  const { actor } = useSession();
  const { message } = App.useApp();
  const { programmes } = useProgrammes();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch<Values['kind'] | undefined>('kind', form) ?? 'appropriate';
  const chosen = Form.useWatch('programme', form);
  const programme = programmes.find((one) => one.programme === chosen);
  const command = useCommand(actor);
  // One for all attempts: a retry is the same step.
  const [step] = useState(() => newId('s'));
  const shelf = useDraft(form, 'budget');

  async function submit(values: Values) {
    const sent = await command.run(actionOf(values, step));
    if ('problem' in sent) return;
    shelf.drop();
    void message.success(t('act.done', { first: sent.receipt.first, n: sent.receipt.events }));
    close();
  }

  const required = [{ required: true, message: t('say.required') }];
  const lines = programmes.flatMap((one) => one.lines).map((line) => ({ value: line.line, label: `${line.line} · ${line.year} · ${code('district', line.district)}` }));
  const choose = (prefix: string, all: readonly string[] = []) => all.map((value) => ({ value, label: code(prefix, value) }));
  return (
    <Drawer open onClose={close} title={t('steps.budget')} size={440}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: isEmpty ? 'line' : 'appropriate' }} onValuesChange={shelf.keep} onFinish={(values: Values) => void submit(values)}>
        {command.problem && <Fault problem={command.problem} kept />}
        {!shelf.kept && <p className="due-over">{t('say.draftNotKept')}</p>}
        {isEmpty && programmes.length === 0 && <p className="meta">{t('programmes.none.what')}</p>}
        <Form.Item name="kind" label={t('steps.kind')}><Select options={KINDS.map((value) => ({ value, label: value === 'line' ? t('event.line_opened') : t(`money.${value}`) }))} /></Form.Item>
        {kind === 'line' ? (
          <>
            <IdItem name="line" word="board.line" />
            <Form.Item name="programme" label={t('apps.programme')} rules={required}><Select options={programmes.map((one) => ({ value: one.programme, label: one.programme }))} /></Form.Item>
            <CheckedItem name="year" word="board.year" wrong="field.whole" fits={(text) => /^20\d\d$/.test(text)} />
            <Form.Item name="district" label={t('apps.district')} rules={required}><Select options={choose('district', programme?.districts)} /></Form.Item>
            <Form.Item name="project_kind" label={t('apps.kind')} rules={required}><Select options={choose('project', programme?.project_kinds)} /></Form.Item>
          </>
        ) : (
          <>
            <Form.Item name="line" label={t('field.line')} rules={required}><Select options={lines} /></Form.Item>
            {kind === 'carry_over' && <Form.Item name="to" label={`→ ${t('field.line')}`} rules={required}><Select options={lines} /></Form.Item>}
            <MoneyItem name="amount" word="field.amount" />
          </>
        )}
        <Button type="primary" htmlType="submit" loading={command.pending}>{t('steps.budget')}</Button>
      </Form>
    </Drawer>
  );
}
