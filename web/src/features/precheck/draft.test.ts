import { describe, expect, test } from 'vitest';
import type { FactAsked, FieldKnown } from '../../api/decision';
import { answer, described, EMPTY, facts, read, type Draft } from './draft';
import { questions, type Question } from './questions';

const both = (text: string) => ({ zh: text, en: text });
const asked: FactAsked[] = [
  { name: 'renovated_area_m2', label: both('改造面积'), supplier: both('申报'), holds: 'number', unit: 'm2', unit_label: both('平方米'), can_change: true },
  { name: 'fixed_asset_investment_yuan', label: both('投资'), supplier: both('申报'), holds: 'number', unit: 'yuan', unit_label: both('元'), can_change: true },
  { name: 'property_rights_clear', label: both('产权清晰'), supplier: both('申报'), holds: 'bool', can_change: true },
  { name: 'plan_conformity', label: both('符合规划'), supplier: both('市'), holds: 'bool', can_change: true },
  { name: 'loan_drawdowns', label: both('提款'), supplier: both('银行'), holds: 'list', can_change: false },
  { name: 'year_built', label: both('建成年份'), supplier: both('申报'), holds: 'date', can_change: false },
];
const fields: FieldKnown[] = [
  { key: 'year_built', label: both('竣工年份'), holds: 'year' },
  { key: 'gross_floor_area_m2', label: { zh: '建筑面积(㎡)', en: 'gross floor area (m²)' }, holds: 'number', unit: 'm²' },
  { key: 'district_heat_kwh', label: both('热'), holds: 'number', unit: 'kWh' },
  { key: 'renovated_area_m2', label: both('改造面积'), holds: 'number', unit: 'm²' },
  { key: 'property_rights_clear', label: both('产权'), holds: 'bool' },
];
const all = questions(asked, fields);
const list: Question[] = Object.values(all).flat();
const draft = (values: Record<string, string>, units = {}): Draft => ({ values, units });
const of = (key: string) => {
  const found = list.find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};

test('questions come from scheme and ledger, without what neither has and without lists', () => {
  expect(all.building.map((one) => one.key)).toEqual(['gross_floor_area_m2', 'renovated_area_m2', 'year_built']);
  expect(all.offices.map((one) => one.key)).toEqual(['plan_conformity']);
  expect(of('gross_floor_area_m2')).toMatchObject({ label: { zh: '建筑面积', en: 'Gross floor area' }, of_rules: false, of_model: true });
  expect(of('year_built').holds).toBe('year');
});

describe('what was typed is read in its unit', () => {
  test.each([
    ['fixed_asset_investment_yuan', '4,800.5', {}, 48_005_000],
    ['fixed_asset_investment_yuan', '480000000', { fixed_asset_investment_yuan: 'yuan' }, 480_000_000],
    ['district_heat_kwh', '3.6', {}, 1000],
    ['renovated_area_m2', '20，000.01', {}, 20_000.01],
  ])('%s %s', (key, text, units, value) => expect(read(of(key), draft({ [key]: text }, units))).toEqual({ value }));

  test.each([['renovated_area_m2', '-1', 'positive'], ['renovated_area_m2', '0', 'positive'], ['renovated_area_m2', '约两万', 'number'], ['year_built', '98', 'year']])(
    '%s %s is wrong', (key, text, wrong) => expect(read(of(key), draft({ [key]: text }))).toEqual({ wrong }));
});

test('what is left out or wrong is in no fact', () => {
  const typed = draft({ property_rights_clear: 'no', renovated_area_m2: 'x', year_built: '1998', gross_floor_area_m2: '30000' });
  expect(facts(list, typed, '预审', '2026-01-01')).toEqual({
    property_rights_clear: { value: false, origin: '预审', date: '2026-01-01' }, year_built: { value: '1998', origin: '预审', date: '2026-01-01' },
  });
  expect(described(list, typed)).toEqual({ property_rights_clear: 'no', year_built: '1998', gross_floor_area_m2: '30000' });
});

test('what usually goes along follows until somebody says otherwise', () => {
  let now = answer(EMPTY, 'kind', 'plant');
  expect(now.values.project_kind).toBe('old_plant');
  now = answer(now, 'kind', 'office');
  expect(now.values.project_kind).toBe('low_efficiency_building');
  now = answer(answer(now, 'project_kind', 'old_plant'), 'kind', 'hotel');
  expect(now.values.project_kind).toBe('old_plant');
  now = answer(answer(now, 'gross_floor_area_m2', '2'), 'gross_floor_area_m2', '25');
  expect(now.values.renovated_area_m2).toBe('25');
  expect(answer(answer(now, 'renovated_area_m2', '20'), 'gross_floor_area_m2', '250').values.renovated_area_m2).toBe('20');
});
