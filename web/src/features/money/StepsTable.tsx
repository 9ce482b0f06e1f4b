/** Money steps, with what the second person or the bank may do. */

import { App, Button, Form, Modal, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { useCommand } from '../../api/command';
import { COLUMN_UNIT } from '../../lib/money';
import { showMoment } from '../../lib/time';
import { LineItem, ProseItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { ColumnMoney, Money } from '../../ui/money';
import { Facts } from '../../ui/page';
import { Fault } from '../../ui/states';
import { useSession } from '../session/session';

type Step = Schema['StepWire'];
type Answer = 'approve' | 'refuse' | 'post' | 'void';

/** Payments alone go through the bank; every other step is done once it is approved. */
function withBank(step: Step): boolean {
  return step.state === 'approved' && step.money.kind === 'disburse';
}

/** Whether a step waits, for a second person or for the bank. */
export function waits(step: Step): boolean {
  return step.state === 'proposed' || withBank(step);
}

function answers(step: Step): Answer[] {
  if (step.state === 'proposed' && step.may_answer) return ['approve', 'refuse'];
  if (step.may_settle) return ['post', 'void'];
  return [];
}

/** `own` where all are about the application on whose page they stand. */
export function StepsTable({ steps, own = false }: { steps: Step[]; own?: boolean }) {
  const { t, lang, code, aside } = useLang();
  const [asked, setAsked] = useState<{ step: Step; answer: Answer } | null>(null);
  const columns: TableColumnsType<Step> = [
    { title: t('steps.kind'), key: 'kind', width: 100, render: (_, step) => <strong>{t(`money.${step.money.kind}`)}</strong> },
    ...(own ? [] : [{ title: t('steps.about'), key: 'about', width: 200, render: (_: unknown, step: Step) => <About step={step} /> }]),
    {
      title: t('steps.amount') + aside(COLUMN_UNIT[lang]), key: 'amount', align: 'right', width: 130,
      render: (_, step) => <ColumnMoney fen={step.amount} from={{ label: `${t('steps.amount')} · ${step.step}`, formula: t('steps.from'), source: t('board.from.ledger') }} />,
    },
    { title: t('steps.state'), key: 'state', width: 130, render: (_, step) => <Tag color={step.state === 'posted' || (step.state === 'approved' && !withBank(step)) ? 'success' : step.state === 'refused' || step.state === 'voided' ? 'error' : 'warning'}>{withBank(step) ? t('steps.withBank') : code('steps', step.state)}</Tag> },
    { title: t('steps.proposedBy'), key: 'proposed', width: 130, render: (_, step) => <By user={step.proposed_by} at={step.proposed_at} /> },
    { title: t('steps.answeredBy'), key: 'answered', width: 130, render: (_, step) => <By user={step.answered_by} at={step.answered_at} /> },
    {
      title: <span className="visually-hidden">{t('app.acts')}</span>, key: 'acts', width: own ? 90 : 170,
      render: (_, step) => (
        <div className="row">
          {answers(step).map((answer, i) => (
            <Button key={answer} size="small" type={i === 0 ? 'primary' : 'default'} onClick={() => setAsked({ step, answer })}>{t(`steps.${answer}`)}</Button>
          ))}
        </div>
      ),
    },
  ];
  return (
    <>
      <Table rowKey="step" columns={columns} dataSource={steps} pagination={false} size="small" scroll={{ x: own ? 640 : 1000 }} />
      {asked && <AnswerForm {...asked} close={() => setAsked(null)} />}
    </>
  );
}

function By({ user, at }: { user: string | null | undefined; at: number | null | undefined }) {
  const { lang } = useLang();
  if (user == null || at == null) return <span className="meta">—</span>;
  return <>{user}<div className="meta num">{showMoment(at, lang)}</div></>;
}

function About({ step }: { step: Step }) {
  const { money } = step;
  if ('application' in money) {
    return <><Link to={`/applications/${encodeURIComponent(money.application)}?tab=money`}>{money.application}</Link>{'tranche' in money && <div className="meta">{money.tranche}</div>}</>;
  }
  return <>{money.kind === 'carry_over' ? `${money.from} → ${money.to}` : money.line}</>;
}

function AnswerForm({ step, answer, close }: { step: Step; answer: Answer; close: () => void }) {
  const { t } = useLang();
  const { message } = App.useApp();
  const { actor } = useSession();
  const [form] = Form.useForm<{ reason?: string; reference?: string }>();
  const command = useCommand(actor);

  async function submit() {
    const { reason = '', reference = '' } = form.getFieldsValue(true) as { reason?: string; reference?: string };
    const id = step.step;
    const actions: Record<Answer, Schema['Action']> = {
      approve: { kind: 'approve_money', step: id },
      refuse: { kind: 'refuse_money', step: id, reason },
      post: { kind: 'post_payment', step: id, reference },
      void: { kind: 'void_payment', step: id, reason },
    };
    const sent = await command.run(actions[answer]);
    if ('problem' in sent) return;
    void message.success(t('act.done', { first: sent.receipt.first, n: sent.receipt.events }));
    close();
  }

  return (
    <Modal open title={`${t(`steps.${answer}`)} · ${t(`money.${step.money.kind}`)}`} okText={t(`steps.${answer}`)} onCancel={close} onOk={() => form.submit()} confirmLoading={command.pending}>
      {command.problem && <Fault problem={command.problem} kept />}
      <Facts of={[[t('steps.amount'), <Money key="a" fen={step.amount} />], [t('steps.about'), <About key="b" step={step} />]]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={() => void submit()}>
        {answer === 'approve' && <p className="meta">{t('steps.approve.what')}</p>}
        {(answer === 'refuse' || answer === 'void') && <ProseItem name="reason" word="field.reason" />}
        {answer === 'post' && <LineItem name="reference" word="field.reference" />}
      </Form>
    </Modal>
  );
}
