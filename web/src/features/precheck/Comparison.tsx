/** Packages side by side: energy, carbon, money with and without the subsidy, and the odds of a loss. */

import { Alert, Radio } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { Dossier } from '../../api/dossier';
import { aboutColumn, COLUMN_UNIT, columnMoney, exactMoney, shortMoney } from '../../lib/money';
import { energy, estimate, percent, tonnes } from '../../lib/number';
import { sentence } from '../../lib/lang';
import { Figure, type Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { ColumnMoney } from '../../ui/money';
import { Scroll, Section } from '../../ui/page';
import { compared, type Compared } from './compare';
import { Answer, Clauses, Firmness } from './LiveVerdict';
import { sorted } from './clauses';
import { Plots } from './Plots';
import { trees } from './trees';

export function Comparison({ dossier }: { dossier: Dossier }) {
  const { t, both } = useLang();
  const all = useMemo(() => compared(dossier), [dossier]);
  const [chosen, setChosen] = useState(dossier.recommended);
  const { judgement } = dossier.odds;
  const one = all.find((each) => each.id === chosen) ?? all[0];
  return (
    <>
      <Section title={t('pre.judgement')}>
        <p className="headline">{sentence(both(judgement.headline))}</p>
        <ul className="grounds">{[...judgement.missing, ...judgement.grounds].map((ground, i) => <li key={i}>{sentence(both(ground))}</li>)}</ul>
        <p className="meta">{sentence(both(dossier.scope))}</p>
        {(dossier.appraisal?.grounds.stamps ?? []).map((stamp) => <Alert key={stamp.en} type="warning" showIcon title={sentence(both(stamp))} className="stamp" />)}
      </Section>
      {one && (
        <>
          <Section title={t('pre.compare')} extra={<span className="meta">{t('pre.compare.what')}</span>}>
            <Side all={all} dossier={dossier} chosen={one} choose={setChosen} />
          </Section>
          <Plots all={all} dossier={dossier} chosen={one} />
          <OfPackage one={one} />
        </>
      )}
    </>
  );
}

type Line = { word: ReactNode; unit?: string; show: (one: Compared, tree: ReturnType<typeof trees>) => ReactNode };

function useLines(dossier: Dossier): Line[] {
  const { t, lang } = useLang();
  const before = dossier.appraisal?.baseline;
  const figure = (text: string, from: Derivation | undefined, title?: string) => (from ? <Figure from={from} {...(title !== undefined && { title })}>{text}</Figure> : text);
  const money = (fen: number | null | undefined, from?: Derivation) => (fen == null ? <ColumnMoney fen={null} /> : figure(columnMoney(fen, lang), from, exactMoney(fen, lang)));
  const about = (fen: number | null | undefined, from?: Derivation) => (fen == null ? <ColumnMoney fen={null} /> : figure(aboutColumn(fen, lang), from, exactMoney(fen, lang)));
  const years = (value: number | null | undefined) => (value == null ? '—' : estimate(value));
  const { profile } = dossier.odds;
  const unit = COLUMN_UNIT[lang];
  const range = (low: number, high: number) => <div className="meta num">{aboutColumn(low, lang)} – {aboutColumn(high, lang)}</div>;
  const loss = (one: Compared, which: 'without_subsidy' | 'with_subsidy', tree: ReturnType<typeof trees>) => {
    const drawn = one.recommended ? profile?.[which] : undefined;
    if (!drawn) return <span className="meta">{t(one.recommended ? 'say.unknown' : 'pre.loss.only')}</span>;
    return <>{figure(percent(drawn.loss.share), tree.loss)}<div className="meta num">{percent(drawn.loss.low_share)} – {percent(drawn.loss.high_share)}</div></>;
  };
  return [
    { word: t('pre.measures'), show: (one) => <ul className="measures">{one.measures.map((measure) => <li key={measure.en}>{measure[lang].replace(/^(投资：|investment: )/, '')}</li>)}</ul> },
    { word: t('pre.energy'), show: (one, tree) => <>{figure(energy(one.result.after.site_energy_kwh, lang), tree.energy)}{before && <div className="meta num">{t('pre.was', { what: energy(before.site_energy_kwh, lang) })}</div>}</> },
    { word: t('pre.saving'), show: (one, tree) => (one.saving_percent === undefined ? '—' : figure(`${estimate(one.saving_percent)} %`, tree.saving)) },
    { word: t('pre.carbon'), show: (one, tree) => (one.result.carbon_saved === null ? <span className="meta">{t('say.unknown')}</span> : figure(tonnes(one.result.carbon_saved), tree.carbon)) },
    { word: t('pre.assumed'), show: (one) => (one.result.assumed_share === null ? '—' : <span className={one.result.assumed_share > 0.5 ? 'hatch share' : 'share'}>{percent(one.result.assumed_share)}</span>) },
    { word: t('pre.investment'), unit, show: (one, tree) => <>{about(one.investment.likely, tree.investment)}{range(one.investment.low, one.investment.high)}</> },
    { word: t('pre.grant'), unit, show: (one, tree) => <>{money(one.money?.grant, tree.grant)}{one.money?.grant != null && one.money.grant_is_conditional && <div className="meta">{t('pre.grant.if')}</div>}</> },
    { word: t('pre.npv.without'), unit, show: (one, tree) => <>{about(one.npv?.likely, tree.npv)}{one.npv && range(one.npv.low, one.npv.high)}</> },
    { word: t('pre.npv.with'), unit, show: (one) => about(one.npv_with) },
    { word: t('pre.payback'), show: (one) => <>{years(one.payback_years)}<div className="meta num">{t('pre.payback.with', { n: years(one.payback_with_years) })}</div></> },
    { word: t('pre.loss.without'), show: (one, tree) => loss(one, 'without_subsidy', tree) },
    { word: t('pre.loss.with'), show: (one, tree) => loss(one, 'with_subsidy', tree) },
  ];
}

function Side({ all, dossier, chosen, choose }: { all: Compared[]; dossier: Dossier; chosen: Compared; choose: (id: string) => void }) {
  const { t, both, code, lang } = useLang();
  const lines = useLines(dossier);
  const of = all.map((one) => trees(one, dossier, t, code, lang));
  return (
    <Scroll label={t('pre.compare')}>
      <table className="plain side-by-side">
        <thead>
          <tr>
            <td />
            {all.map((one) => (
              <th key={one.id} scope="col" aria-current={one.id === chosen.id ? 'true' : undefined}>
                <Radio checked={one.id === chosen.id} onChange={() => choose(one.id)} name="package">{sentence(both(one.name))}</Radio>
                {one.recommended && <div className="recommended">{t('pre.recommended')}</div>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ word, unit, show }, i) => (
            <tr key={i}>
              <th scope="row">{word}{unit !== undefined && <div className="meta">{unit}</div>}</th>
              {all.map((one, j) => { const tree = of[j]; return <td key={one.id} className={i === 0 ? undefined : 'right num'}>{tree && show(one, tree)}</td>; })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What the rules say of the chosen package. */
function OfPackage({ one }: { one: Compared }) {
  const { t, both, lang } = useLang();
  const decision = one.money?.decision;
  if (!decision) return null;
  const { open, met } = sorted(decision.clauses);
  const fen = decision.amount ?? decision.amount_if_met;
  return (
    <Section title={t('pre.ofPackage', { name: both(one.name), amount: fen === null ? t('say.none') : shortMoney(fen, lang) })}>
      <Answer decision={decision} />
      <details className="more"><summary>{t('pre.clauses.open', { n: open.length })}</summary><Clauses of={open} decision={decision} /></details>
      <details className="more"><summary>{t('pre.clauses.met', { n: met.length })}</summary><Clauses of={met} decision={decision} /></details>
      <Firmness decision={decision} />
    </Section>
  );
}
