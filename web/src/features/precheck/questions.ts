/** What the pre-check asks, in which order; what each question holds, scheme and ledger say. */

import type { FactAsked, FieldKnown } from '../../api/decision';
import type { Both } from '../../lib/lang';

export const STEPS = ['building', 'energy', 'project', 'result'] as const;

export type Step = (typeof STEPS)[number];

export type Asking = Exclude<Step, 'result'>;

const ASKED: Record<Asking, readonly string[]> = {
  building: ['name', 'district', 'address', 'kind', 'project_kind', 'gross_floor_area_m2', 'renovated_area_m2', 'storeys', 'year_built', 'vacant'],
  energy: ['heating_plant', 'electricity_kwh', 'district_heat_kwh', 'gas_kwh', 'roof_area_m2', 'pv_suitable', 'structure_grade', 'fire_accepted'],
  project: [
    'project_state', 'support_mode', 'fixed_asset_investment_yuan', 'target_industry', 'property_rights_clear', 'industry_positioning_defined',
    'operation_mechanism_in_place', 'other_municipal_funds', 'district_identified_low_efficiency', 'in_reserve',
  ],
};

/** Design values in place of what is computed, asked of those who have a design. */
const DESIGN = ['saving_rate_percent', 'pv_roof_share_percent', 'renewable_conditions_feasible', 'renewable_conditions_reason', 'heat_pump_heating'];

/** What the building is simulated from: without these there are no packages. */
export const NEEDED = ['kind', 'gross_floor_area_m2'] as const;

/** A unit that is typed, and how many of the kept unit it is; `base` is the kept one. */
export type Unit = { id: string; label: Both; factor: number };

const same = (text: string): Both => ({ zh: text, en: text });

const KWH: Unit[] = [
  { id: 'kwh', label: same('kWh'), factor: 1 },
  { id: 'wan_kwh', label: { zh: '万 kWh', en: '10,000 kWh' }, factor: 10_000 },
];
const GJ: Unit = { id: 'gj', label: same('GJ'), factor: 1e9 / 3.6e6 };
const YUAN: Unit[] = [
  { id: 'wan_yuan', label: { zh: '万元', en: '10,000 CNY' }, factor: 10_000 },
  { id: 'yuan', label: { zh: '元', en: 'CNY' }, factor: 1 },
];

/** Where owners count in other units than the ledger: the first is offered first. */
const UNITS: Record<string, Unit[]> = {
  electricity_kwh: [KWH[1], KWH[0]].filter((one) => one !== undefined),
  district_heat_kwh: [GJ, ...KWH],
  gas_kwh: KWH,
  fixed_asset_investment_yuan: YUAN,
};

const HOLDS = ['text', 'choice', 'bool', 'year', 'date', 'number'] as const;

export type Holds = (typeof HOLDS)[number];

export type Question = {
  key: string;
  label: Both;
  holds: Holds;
  units: Unit[];
  /** Keys of a choice; without a label where the data has none. */
  choices: { key: string; label?: Both }[];
  /** Whether the rules ask it, and whether the simulation does. */
  of_rules: boolean;
  of_model: boolean;
  supplier?: Both;
};

/** Where the ledger's own heading is too short among other questions. */
const LABELS: Record<string, Both> = { kind: { zh: '建筑类型', en: 'Kind of building' }, vacant: { zh: '整栋空置', en: 'Wholly vacant' }, district: { zh: '所在区', en: 'District' }, name: { zh: '楼宇名称', en: 'Name of the building' } };

/** `建筑面积(㎡)` without its unit, which stands behind the input. */
function bare(label: Both): Both {
  const cut = (text: string) => text.replace(/\s*[（(][^（()）]*[)）]\s*$/, '');
  const en = cut(label.en);
  return { zh: cut(label.zh), en: en.charAt(0).toUpperCase() + en.slice(1) };
}

function question(key: string, asked: FactAsked | undefined, field: FieldKnown | undefined): Question | undefined {
  if (asked === undefined && field === undefined) return undefined;
  const said = field?.holds === 'year' ? 'year' : (asked?.holds ?? field?.holds);
  // Lists of loans and parts are for the application itself.
  const holds = HOLDS.find((one) => one === (said === 'money' ? 'number' : said));
  if (holds === undefined) return undefined;
  const unit = field?.unit == null ? asked?.unit_label : same(field.unit);
  const choices = asked?.choices ?? field?.choices?.map((one) => ({ key: one })) ?? [];
  return {
    key, holds, choices, of_rules: asked !== undefined, of_model: field !== undefined,
    label: LABELS[key] ?? bare(asked?.label ?? field?.label ?? same(key)),
    units: UNITS[key] ?? [{ id: 'base', label: unit ?? same(''), factor: 1 }],
    ...(asked && { supplier: asked.supplier }),
  };
}

export type Questions = Record<Asking | 'design' | 'offices', Question[]>;

/** Questions by step; `offices` are those that only offices answer, for owners who have the answer already. */
export function questions(asked: readonly FactAsked[], fields: readonly FieldKnown[]): Questions {
  const by_name = new Map(asked.map((one) => [one.name, one]));
  const by_key = new Map(fields.map((one) => [one.key, one]));
  const of = (keys: readonly string[]) => keys.map((key) => question(key, by_name.get(key), by_key.get(key))).filter((one) => one !== undefined);
  const known = new Set([...Object.values(ASKED).flat(), ...DESIGN, 'completion_date', 'occupancy_low', 'old_office_or_commercial']);
  const rest = asked.map((one) => one.name).filter((name) => !known.has(name));
  return { building: of(ASKED.building), energy: of(ASKED.energy), project: of(ASKED.project), design: of(DESIGN), offices: of(rest).filter((one) => one.holds === 'bool') };
}
