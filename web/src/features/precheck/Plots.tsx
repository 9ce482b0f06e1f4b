import { useMemo } from 'react';
import type { Dossier } from '../../api/dossier';
import { aboutMoney, COLUMN_UNIT } from '../../lib/money';
import { sentence } from '../../lib/lang';
import { energy, estimate, percent, tonnes } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { Plot } from '../../ui/Plot';
import { bins, cumulative, endUses, type Compared } from './compare';
import { carbonPlot, cashPlot, energyPlot, oddsPlot, rowsHeight, valuePlot } from './plots';

type Props = { all: Compared[]; dossier: Dossier; chosen: Compared };

export function Plots(props: Props) {
  return (
    <div className="plots">
      <Energy {...props} />
      <Carbon {...props} />
      <Value {...props} />
      <Cash {...props} />
      <Odds {...props} />
    </div>
  );
}

function useNames(all: Compared[]) {
  const { t, both } = useLang();
  return useMemo(() => [t('pre.before'), ...all.map((one) => sentence(both(one.name)))], [all, t, both]);
}

function Energy({ all, dossier, chosen }: Props) {
  const { t, both, code, lang } = useLang();
  const names = useNames(all);
  const before = dossier.appraisal?.baseline;
  const option = useMemo(() => before && energyPlot(all, before, { names, axis: t('pre.plot.energy.axis'), use: (use) => code('use', use) }, lang), [all, before, names, t, code, lang]);
  if (!before || !option) return null;
  const runs = [before, ...all.map((one) => one.result.after)];
  const uses = endUses(runs);
  const title = t('pre.plot.energy', { name: both(chosen.name), from: energy(before.site_energy_kwh, lang), to: energy(chosen.result.after.site_energy_kwh, lang), share: `${estimate(chosen.saving_percent ?? 0)} %` });
  return (
    <Plot title={title} name="energy" height={rowsHeight(names.length)} option={option}
      table={{ heading: ['', ...uses.map(({ use }) => `${code('use', use)} (kWh)`)], rows: names.map((name, i) => [name, ...uses.map(({ kwh }) => Math.round(kwh[i] ?? 0))]) }} />
  );
}

function Carbon({ all, dossier, chosen }: Props) {
  const { t, both } = useLang();
  const names = useNames(all);
  const before = dossier.appraisal?.baseline;
  const option = useMemo(() => before && carbonPlot(all, before, { names, axis: t('pre.plot.carbon.axis') }), [all, before, names, t]);
  if (!before || !option || before.operating_carbon === null) return null;
  const saved = chosen.result.carbon_saved;
  const title = saved === null ? t('pre.plot.carbon.unknown') : t('pre.plot.carbon', { name: both(chosen.name), saved: tonnes(saved), share: percent(saved / before.operating_carbon) });
  const carbon = [before, ...all.map((one) => one.result.after)].map((run) => run.operating_carbon);
  return <Plot title={title} name="carbon" height={rowsHeight(names.length)} option={option} table={{ heading: ['', t('pre.plot.carbon.axis')], rows: names.map((name, i) => [name, carbon[i] == null ? null : (carbon[i] ?? 0) / 1e6]) }} />;
}

function Value({ all }: Props) {
  const { t, both, lang } = useLang();
  const names = useMemo(() => all.map((one) => sentence(both(one.name))), [all, both]);
  const said = useMemo(() => ({ names, axis: t('pre.plot.value.axis', { unit: COLUMN_UNIT[lang] }), band: t('pre.plot.value.band'), likely: t('pre.plot.value.likely'), with: t('pre.with') }), [names, t, lang]);
  const option = useMemo(() => valuePlot(all, said, lang), [all, said, lang]);
  const best = all.reduce<Compared | undefined>((found, one) => ((one.npv?.likely ?? -Infinity) > (found?.npv?.likely ?? -Infinity) ? one : found), undefined);
  if (!best?.npv) return null;
  const title = t('pre.plot.value', { name: both(best.name), value: aboutMoney(best.npv.likely, lang), low: aboutMoney(best.npv.low, lang), high: aboutMoney(best.npv.high, lang) });
  const yuan = (fen: number | undefined) => (fen === undefined ? null : fen / 100);
  return (
    <Plot title={title} name="npv" height={rowsHeight(names.length)} option={option}
      table={{ heading: ['', t('pre.plot.value.low'), `${said.likely} (CNY)`, t('pre.plot.value.high'), `${said.with} (CNY)`], rows: all.map((one) => [both(one.name), yuan(one.npv?.low), yuan(one.npv?.likely), yuan(one.npv?.high), yuan(one.npv_with)]) }} />
  );
}

function Cash({ chosen }: Props) {
  const { t, both, lang } = useLang();
  const said = useMemo(() => ({ with: t('pre.with'), without: t('pre.without'), x: t('pre.plot.cash.x'), y: t('pre.plot.cash.y', { unit: COLUMN_UNIT[lang] }) }), [t, lang]);
  const option = useMemo(() => cashPlot(chosen, said, lang), [chosen, said, lang]);
  const { project = [], with_subsidy = [] } = chosen.money?.statement ?? {};
  if (project.length === 0) return null;
  const years = (value: number | null | undefined) => (value == null ? t('pre.plot.cash.never') : t('pre.plot.cash.years', { n: estimate(value) }));
  const [without, with_it] = [cumulative(project), cumulative(with_subsidy)];
  return (
    <Plot title={t('pre.plot.cash', { name: both(chosen.name), with: years(chosen.payback_with_years), without: years(chosen.payback_years) })} name="cash-flow" height={300} option={option}
      table={{ heading: [said.x, `${said.without} (CNY)`, `${said.with} (CNY)`], rows: without.map((fen, year) => [year, fen / 100, (with_it[year] ?? 0) / 100]) }} />
  );
}

function Odds({ all, dossier }: Props) {
  const { t, both, lang } = useLang();
  const { profile } = dossier.odds;
  const said = useMemo(() => ({ with: t('pre.with'), without: t('pre.without'), x: t('pre.plot.value.axis', { unit: COLUMN_UNIT[lang] }), y: t('pre.plot.odds.y') }), [t, lang]);
  const [without, with_it] = [profile?.without_subsidy, profile?.with_subsidy];
  const option = useMemo(() => (without && with_it ? oddsPlot(without, with_it, said, lang) : undefined), [without, with_it, said, lang]);
  if (!without || !with_it || !option) return null;
  const name = all.find((one) => one.recommended)?.name;
  const odds = (drawn: typeof without) => t('pre.plot.odds.one', { share: percent(drawn.loss.share), low: percent(drawn.loss.low_share), high: percent(drawn.loss.high_share) });
  return (
    <Plot title={t('pre.plot.odds', { name: name ? both(name) : '', without: odds(without), with: odds(with_it) })} name="odds" height={300} option={option}
      table={{ heading: [t('pre.plot.odds.from'), t('pre.plot.odds.below'), said.without, said.with], rows: bins(without, with_it).map((bin) => [bin.from / 100, bin.below / 100, bin.without, bin.with]) }} />
  );
}
