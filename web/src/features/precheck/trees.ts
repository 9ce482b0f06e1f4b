/** "From what?" of the figures of a package. */

import type { Dossier } from '../../api/dossier';
import type { Lang } from '../../lib/lang';
import { exactMoney } from '../../lib/money';
import { energy, estimate, percent, tonnes } from '../../lib/number';
import type { Values, Word } from '../../lib/words';
import { ofAmount } from '../../ui/derive';
import type { Derivation } from '../../ui/figure';
import type { Compared } from './compare';

type Say = (word: Word, values?: Values) => string;

type Grounds = NonNullable<Dossier['appraisal']>['grounds'];

export function trees(of: Compared, dossier: Dossier, t: Say, code: (prefix: string, one: string) => string, lang: Lang) {
  const { appraisal } = dossier;
  const grounds = appraisal?.grounds;
  const before = appraisal?.baseline;
  const { after } = of.result;
  const range = (low: number, high: number) => `${exactMoney(low, lang)} – ${exactMoney(high, lang)}`;
  const model: Partial<Derivation> = { mark: 'M', source: grounds?.model ?? '' };
  const weather: Derivation = { label: t('pre.from.weather'), source: grounds?.weather ?? '', mark: 'D' };
  const uses = (run: typeof after): Derivation[] => run.end_uses.map((one) => ({ label: `${code('use', one.end_use)} · ${code('carrier', one.carrier)}`, value: energy(one.energy_kwh, lang) }));
  const before_tree: Derivation | undefined = before && { label: t('pre.before'), value: energy(before.site_energy_kwh, lang), ...model, inputs: uses(before) };
  const after_tree: Derivation = { label: of.name[lang], value: energy(after.site_energy_kwh, lang), ...model, inputs: uses(after) };
  const runs = [before_tree, after_tree].filter((one) => one !== undefined);
  return {
    investment: {
      label: `${t('pre.investment')} · ${of.name[lang]}`, value: exactMoney(of.investment.likely, lang), formula: t('pre.from.investment'),
      inputs: of.result.measures.map((line, i) => ({ label: of.measures[i]?.[lang] ?? line.measure, value: `${exactMoney(line.cost.likely, lang)} (${range(line.cost.low, line.cost.high)})`, ...costGround(grounds, line.measure) })),
    },
    saving: { label: `${t('pre.saving')} · ${of.name[lang]}`, value: `${estimate(of.saving_percent ?? 0)} %`, formula: t('pre.from.saving'), inputs: [...runs, weather] },
    energy: { ...after_tree, inputs: [...(after_tree.inputs ?? []), weather] },
    carbon: {
      label: `${t('pre.carbon')} · ${of.name[lang]}`, value: of.result.carbon_saved === null ? t('say.unknown') : tonnes(of.result.carbon_saved), formula: t('pre.from.carbon'),
      inputs: [...runs, ...factors(grounds)],
    },
    npv: {
      label: `${t('pre.npv')} · ${of.name[lang]}`, value: of.npv === null ? t('say.unknown') : exactMoney(of.npv.likely, lang),
      formula: t('pre.from.npv', { years: of.money?.plan.life_years ?? 0, rate: of.money?.plan.discount_rate_percent ?? 0 }), ...model,
      inputs: of.npv === null ? [] : [{ label: t('pre.from.range'), value: range(of.npv.low, of.npv.high) }, { label: t('pre.investment'), value: exactMoney(of.investment.likely, lang) }, ...prices(grounds)],
    },
    grant: of.money?.decision ? ofAmount(of.money.decision, t('pre.grant'), lang) : undefined,
    loss: lossTree(dossier, t),
  } satisfies Record<string, Derivation | undefined>;
}

function costGround(grounds: Grounds | undefined, measure: string): Partial<Derivation> {
  const found = grounds?.sources.find((one) => one.key === `measure/${measure}/cost`);
  return found ? { source: `${found.value} · ${found.source.origin}`, mark: found.source.mark } : {};
}

function factors(grounds: Grounds | undefined): Derivation[] {
  return listed(grounds, (key) => key.startsWith('factor') || key.includes('carbon'));
}

function prices(grounds: Grounds | undefined): Derivation[] {
  return listed(grounds, (key) => key.startsWith('price') || key.startsWith('tariff') || key.includes('discount'));
}

function listed(grounds: Grounds | undefined, wanted: (key: string) => boolean): Derivation[] {
  return (grounds?.sources ?? []).filter((one) => wanted(one.key)).map((one) => ({ label: one.key, value: one.value, source: one.source.origin, mark: one.source.mark }));
}

function lossTree(dossier: Dossier, t: Say): Derivation | undefined {
  const { profile } = dossier.odds;
  if (!profile) return undefined;
  const line = (label: Word, drawn: typeof profile.without_subsidy | null): Derivation[] =>
    drawn ? [{ label: t(label), value: `${percent(drawn.loss.share)} (${percent(drawn.loss.low_share)} – ${percent(drawn.loss.high_share)})` }] : [];
  return {
    label: t('pre.loss'), value: percent(profile.without_subsidy.loss.share), formula: t('pre.from.loss', { n: profile.without_subsidy.draws }), mark: 'M', source: `${profile.inputs} · seed ${profile.seed}`,
    inputs: [...line('pre.without', profile.without_subsidy), ...line('pre.with', profile.with_subsidy)],
  };
}
