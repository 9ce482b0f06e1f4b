/** The questions of a step. */

import { AutoComplete, Input, Radio, Select } from 'antd';
import { useId } from 'react';
import type { Explained } from '../../api/decision';
import { useProgrammes } from '../../api/names';
import { exactMoney, shortMoney } from '../../lib/money';
import { sentence } from '../../lib/lang';
import { ledgerDistrict } from '../../lib/places';
import { useLang } from '../../ui/lang';
import { answer, read, unitOf, type Draft } from './draft';
import { NEEDED, type Asking, type Question, type Questions } from './questions';

type Props = { draft: Draft; change: (next: Draft) => void; explained?: Explained | undefined };

export function Asked({ step, all, ...rest }: Props & { step: Asking; all: Questions }) {
  const { t } = useLang();
  return (
    <form className="asked" aria-label={t(`pre.step.${step}`)} onSubmit={(event) => event.preventDefault()}>
      <p className="meta">{t(`pre.step.${step}.what`)}</p>
      <div className="two">{all[step].map((question) => <Ask key={question.key} question={question} {...rest} />)}</div>
      {step === 'project' && all.design.length > 0 && (
        <details className="more" open={all.design.some((one) => one.key in rest.draft.values)}>
          <summary>{t('pre.design')}</summary>
          <p className="meta">{t('pre.design.what')}</p>
          <div className="two">{all.design.map((question) => <Ask key={question.key} question={question} {...rest} />)}</div>
        </details>
      )}
      {step === 'project' && all.offices.length > 0 && (
        <details className="more" open={all.offices.some((one) => one.key in rest.draft.values)}>
          <summary>{t('pre.offices')}</summary>
          <p className="meta">{t('pre.offices.what')}</p>
          <div className="two">{all.offices.map((question) => <Ask key={question.key} question={question} {...rest} />)}</div>
        </details>
      )}
    </form>
  );
}

function Ask({ question, draft, change, explained }: Props & { question: Question }) {
  const { t, both, lang } = useLang();
  const id = useId();
  const known = read(question, draft);
  const wrong = known !== null && 'wrong' in known ? known.wrong : undefined;
  const set = (text: string) => change(answer(draft, question.key, text));
  const needed = (NEEDED as readonly string[]).includes(question.key);
  const fen = question.key.endsWith('_yuan') && known !== null && 'value' in known ? Math.round(Number(known.value) * 100) : null;
  return (
    <div className="ask" id={`ask-${question.key}`}>
      <label htmlFor={id} id={`${id}-label`}>{both(question.label)}{needed && <span className="meta"> {t('pre.needed')}</span>}</label>
      <Control id={id} question={question} draft={draft} set={set} wrong={wrong !== undefined} change={change} explained={explained} />
      {wrong !== undefined && <div className="ask-wrong" id={`${id}-help`} role="alert">{t(`pre.wrong.${wrong}`)}</div>}
      {wrong === undefined && fen !== null && <div className="meta" id={`${id}-help`}>= {shortMoney(fen, lang)} · {exactMoney(fen, lang)}</div>}
      {wrong === undefined && fen === null && question.key === 'renovated_area_m2' && <div className="meta" id={`${id}-help`}>{t('pre.renovated')}</div>}
    </div>
  );
}

type Part = Props & { id: string; question: Question; set: (text: string) => void; wrong: boolean };

function Control({ id, question, draft, set, wrong, change, explained }: Part) {
  const { t, both, code } = useLang();
  const value = draft.values[question.key];
  const help = { 'aria-describedby': `${id}-help`, 'aria-invalid': wrong, ...(wrong && { status: 'error' as const }) };
  if (question.key === 'district') return <District id={id} value={value} set={set} />;
  if (question.key === 'target_industry') return <Industry id={id} value={value} set={set} explained={explained} />;
  switch (question.holds) {
    case 'bool':
      return (
        <Radio.Group className="radios" aria-labelledby={`${id}-label`} id={id} value={value ?? ''} onChange={(event) => set(event.target.value as string)}
          options={[{ value: 'yes', label: t('say.yes') }, { value: 'no', label: t('say.no') }, { value: '', label: t('pre.unknown') }]} />
      );
    case 'choice':
      return (
        <Select id={id} allowClear value={value ?? null} placeholder={t('pre.unknown')} onChange={(key: string | undefined) => set(key ?? '')}
          options={question.choices.map(({ key, label }) => ({ value: key, label: sentence(label ? both(label) : code(question.key === 'kind' ? 'kind' : `pre.${question.key}`, key)) }))} />
      );
    case 'number': {
      const unit = unitOf(question, draft);
      const pick = question.units.length > 1 ? (
        <Select aria-label={`${both(question.label)} ${t('pre.unit')}`} value={unit?.id} options={question.units.map((one) => ({ value: one.id, label: both(one.label) }))}
          onChange={(next: string) => change({ ...draft, units: { ...draft.units, [question.key]: next } })} popupMatchSelectWidth={false} />
      ) : null;
      return (
        <div className="with-unit">
          <Input id={id} className="num" inputMode="decimal" autoComplete="off" value={value ?? ''} onChange={(event) => set(event.target.value)} maxLength={30} {...help}
            suffix={pick === null ? both(unit?.label ?? { zh: '', en: '' }) : undefined} />
          {pick}
        </div>
      );
    }
    default:
      return <Input id={id} value={value ?? ''} dir="auto" maxLength={300} inputMode={question.holds === 'year' ? 'numeric' : 'text'} placeholder={question.holds === 'year' ? t('pre.year') : undefined} onChange={(event) => set(event.target.value)} {...help} />;
  }
}

/** Districts as the ledger writes them, chosen from those of the programmes. */
function District({ id, value, set }: { id: string; value: string | undefined; set: (text: string) => void }) {
  const { t, code } = useLang();
  const { programmes } = useProgrammes();
  const codes = [...new Set(programmes.flatMap((one) => one.districts))].sort();
  const options = codes.map((one) => ({ value: ledgerDistrict(one), label: code('district', one) }));
  if (options.length === 0) return <Input id={id} value={value ?? ''} onChange={(event) => set(event.target.value)} maxLength={60} />;
  return <Select id={id} allowClear value={value ?? null} placeholder={t('pre.unknown')} options={options} onChange={(name: string | undefined) => set(name ?? '')} showSearch={{ optionFilterProp: 'label' }} />;
}

/** What the owner wants there afterwards; what the scheme names is offered. */
function Industry({ id, value, set, explained }: { id: string; value: string | undefined; set: (text: string) => void; explained: Explained | undefined }) {
  const { t } = useLang();
  const named = explained?.decision.clauses.flatMap((clause) => clause.inputs).find((input) => input.name === 'target_industries');
  const options = (named?.shown.zh ?? '').split('、').filter((one) => one !== '' && one !== '未知').map((one) => ({ value: one }));
  return <AutoComplete id={id} value={value ?? ''} options={options} onChange={(text: string) => set(text)} placeholder={t('pre.industry')} />;
}
