/** What the rules say of what was typed, clause by clause, and what would change it. */

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Clause, Comparison, Decision, Explained, Missing, Nearest } from '../../api/decision';
import { sentence, type Lang } from '../../lib/lang';
import { exactMoney, shortMoney } from '../../lib/money';
import { showDay } from '../../lib/time';
import { ofAmount, ofClause, RELATIONS, turning } from '../../ui/derive';
import { Figure, MarkTag } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Verdict, Verdicts } from '../../ui/verdict';
import { sorted } from './clauses';
import { STEPS, type Questions, type Step } from './questions';

/** `folded`: the clauses are there for those who open them. */
export function LiveVerdict({ explained, all, folded = false }: { explained: Explained; all: Questions; folded?: boolean }) {
  const { t } = useLang();
  const { decision, nearest_change } = explained;
  const { open, met, beside } = sorted(decision.clauses);
  return (
    <div className="live">
      <h2>{t('pre.verdict')}</h2>
      <Answer decision={decision} />
      {nearest_change && <NearestChange of={nearest_change} />}
      {folded
        ? <details className="more"><summary>{t('pre.clauses.open', { n: open.length })}</summary><Clauses of={open} decision={decision} all={all} /></details>
        : <Clauses of={open} decision={decision} all={all} />}
      <details className="more"><summary>{t('pre.clauses.met', { n: met.length })}</summary><Clauses of={met} decision={decision} all={all} /></details>
      {beside.length > 0 && <details className="more"><summary>{t('pre.clauses.beside', { n: beside.length })}</summary><Clauses of={beside} decision={decision} all={all} /></details>}
      <MissingOnes missing={decision.missing} all={all} />
      <Firmness decision={decision} />
    </div>
  );
}

/** The answer so far in a line, and the amount. */
export function Answer({ decision }: { decision: Decision }) {
  const { t, both } = useLang();
  const count = (verdict: Clause['verdict']) => decision.clauses.filter((clause) => clause.gates && clause.verdict === verdict).length;
  return (
    <div className={`answer answer-${decision.verdict}`}>
      <p className="answer-verdict">{t(`pre.answer.${decision.verdict}`, { not_met: count('not_met'), open: count('undetermined'), met: count('met') })}</p>
      <dl className="answer-amount">
        <dt>{t(decision.amount === null ? 'pre.amountIf' : 'pre.amount')}</dt>
        <dd><Amount decision={decision} /></dd>
      </dl>
      <p className="meta">{both(decision.version_name)} · {t('pre.on')}</p>
    </div>
  );
}

export function Amount({ decision }: { decision: Decision }): ReactNode {
  const { t, lang } = useLang();
  const fen = decision.amount ?? decision.amount_if_met;
  const from = ofAmount(decision, t('pre.amountIf'), lang);
  if (fen === null) {
    const waits = decision.modes.find((mode) => mode.id === decision.mode)?.missing ?? [];
    const names = waits.map((name) => decision.missing.find((one) => one.name === name)?.what[lang] ?? name);
    return <span className="meta">{decision.verdict === 'not_met' ? t('pre.amount.none') : names.length > 0 ? t('pre.amount.needs', { what: names.join(lang === 'zh' ? '、' : ', ') }) : t('pre.amount.open')}</span>;
  }
  const shown = shortMoney(fen, lang);
  return from ? <Figure from={from} title={exactMoney(fen, lang)}>{shown}</Figure> : <span className="num">{shown}</span>;
}

export function Clauses({ of, decision, all }: { of: Clause[]; decision: Decision; all?: Questions }) {
  const { t, both, lang } = useLang();
  const required = ({ value, relation, threshold }: Comparison) => t('pre.required', { value: both(value), relation: RELATIONS[relation] ?? relation, threshold: both(threshold) });
  return (
    <Verdicts>
      {of.map((clause) => {
        const turn = turning(clause);
        const word = t(`verdict.${clause.verdict}`);
        return (
          <Verdict
            key={clause.id} kind={clause.verdict}
            clause={<Figure from={ofClause(clause, word, lang)}>{sentence(both(clause.text))}</Figure>}
            ground={clause.verdict === 'undetermined' ? <Lacks clause={clause} decision={decision} all={all} /> : turn && required(turn)}
          />
        );
      })}
    </Verdicts>
  );
}

/** What a clause waits for, and from whom. */
function Lacks({ clause, decision, all }: { clause: Clause; decision: Decision; all: Questions | undefined }) {
  const { t, lang } = useLang();
  const lacks = clause.missing.map((name) => decision.missing.find((one) => one.name === name)).filter((one) => one !== undefined);
  const step = all && stepOf(lacks.map((one) => one.name), all);
  return (
    <>
      {t('pre.lacks', { what: lacks.map((one) => one.what[lang]).join(lang === 'zh' ? '、' : ', ') })}
      {step && <> · <Link to={addressOf(step.step, step.key)}>{t('pre.fillIn')}</Link></>}
    </>
  );
}

/** Where the owner can answer the first of these. */
function stepOf(names: readonly string[], all: Questions): { step: Step; key: string } | undefined {
  for (const step of STEPS) {
    if (step === 'result') continue;
    const found = [...all[step], ...(step === 'project' ? all.design : [])].find((one) => names.includes(one.key));
    if (found) return { step, key: found.key };
  }
  return undefined;
}

const addressOf = (step: Step, key: string) => `${step === 'building' ? '/precheck' : `/precheck?step=${step}`}#ask-${key}`;

export function NearestChange({ of }: { of: Nearest }) {
  const { t, both, lang } = useLang();
  if (of.outcome === 'not_refused') return null;
  if (of.outcome !== 'change') return <p className="verdict-change"><strong>{t('pre.nearest')}</strong> {both(of.why)}</p>;
  return (
    <div className="verdict-change">
      <strong>{t('pre.nearest')}</strong>
      <ul>
        {of.changes.map((change) => (
          <li key={change.name}>{sentence(both(change.label))}{t('pre.colon')}<span className="num">{both(change.from_shown)} → <strong>{both(change.to_shown)}</strong></span> <span className="meta">{both(change.who)}</span></li>
        ))}
        {of.waits_until !== null && <li>{t('pre.nearest.wait', { day: showDay(of.waits_until, lang) })}</li>}
      </ul>
      <p className="meta">{t(of.is_least ? 'pre.nearest.least' : 'pre.nearest.maybe')}{after(of, lang) !== null && ` ${t('pre.nearest.then', { amount: after(of, lang) ?? '' })}`}</p>
    </div>
  );
}

function after(change: Extract<Nearest, { outcome: 'change' }>, lang: Lang): string | null {
  const fen = change.amount ?? change.amount_if_met;
  return fen === null ? null : shortMoney(fen, lang);
}

/** What is still missing, by who can supply it. */
function MissingOnes({ missing, all }: { missing: Missing[]; all: Questions }) {
  const { t, both, lang } = useLang();
  if (missing.length === 0) return null;
  const by = new Map<string, Missing[]>();
  for (const one of missing) by.set(one.who[lang], [...(by.get(one.who[lang]) ?? []), one]);
  return (
    <details className="more">
      <summary>{t('pre.missing', { n: missing.length })}</summary>
      <dl className="missing">
        {[...by].map(([who, ones]) => (
          <div key={who}>
            <dt>{sentence(who)}</dt>
            <dd><ul>{ones.map((one) => {
              const step = stepOf([one.name], all);
              return <li key={one.name}>{step ? <Link to={addressOf(step.step, step.key)}>{sentence(both(one.what))}</Link> : sentence(both(one.what))}</li>;
            })}</ul></dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** How far the answer can be trusted. */
export function Firmness({ decision }: { decision: Decision }) {
  const { t } = useLang();
  return (
    <div className="firmness">
      <p className="meta">{t(decision.unconfirmed ? 'pre.unconfirmed' : 'pre.confirmed')}{decision.provisional && ` ${t('pre.provisional')}`}</p>
      <div className="row">{decision.marks.map((mark) => <MarkTag key={mark} mark={mark} />)}</div>
    </div>
  );
}

/** The answer at the foot of a small screen, for the eye alone: what it covers can still be touched. */
export function Bar({ decision }: { decision: Decision }) {
  const { t, lang } = useLang();
  const fen = decision.amount ?? decision.amount_if_met;
  return (
    <div className="pre-bar" aria-hidden="true">
      <strong>{t(`verdict.${decision.verdict}`)}</strong>
      {fen !== null && <span>{t(decision.amount === null ? 'pre.amountIf' : 'pre.amount')} <strong className="num">{shortMoney(fen, lang)}</strong></span>}
    </div>
  );
}
