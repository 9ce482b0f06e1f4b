import { expect, test } from 'vitest';
import type { Clause, Mode, Trace } from '../api/decision';
import { inWords, ofClause, ofMode, turning } from './derive';

const both = (text: string) => ({ zh: text, en: text });
const ground = { sources: ['https://example.org/a'], article: 'not_seen', mark: 'S' as const, from: '2023-08-31', checked_on: null, confirmed: null };
const step = (kind: string, more: Partial<Trace> = {}): Trace => ({ step: kind, label: both(kind), value: null, shown: both(kind), ...more });
const rate = step('parameter', { name: 'rate', label: both('比例'), shown: both('10 %'), ground });
const base = step('fact', { name: 'base', label: both('投资'), shown: both('480 元'), source: { origin: '申报', mark: 'R' } });
const cap = step('parameter', { name: 'cap', label: both('上限'), shown: both('50 元'), ground: { ...ground, confirmed: { by: '张三', on: '2024-01-01', against: '原件' } } });

const mode: Mode = {
  id: 'm', name: both('投资补助'), amount_if_met: 4_800, missing: [], ground,
  trace: step('branch', {
    formula: 'if a then b else min(rate * base, cap)',
    inputs: [
      step('comparison', { formula: 'kind == "area"', inputs: [step('fact', { name: 'kind', label: both('类型'), shown: both('楼宇') }), step('literal')] }),
      step('function', { formula: 'min(rate * base,\n  cap)', inputs: [step('arithmetic', { formula: 'rate * base', inputs: [rate, base] }), cap, base] }),
    ],
  }),
};

test('an amount is its formula in words, and each input once with its ground', () => {
  const tree = ofMode(mode, '金额', 'zh');
  expect(tree).toMatchObject({ label: '金额 · 投资补助', value: '48.00 元', formula: 'min(比例 × 投资, 上限)', article: 'not_seen', mark: 'S' });
  expect(tree.inputs?.map(({ label, value, mark }) => [label, value, mark])).toEqual([
    ['类型', '楼宇', undefined], ['比例', '10 %', 'S'], ['投资', '480 元', 'R'], ['上限', '50 元', 'V'],
  ]);
});

test('names within longer names stay whole', () => {
  expect(inWords('cap_min >= cap', new Map([['cap', both('上限')]]), 'zh')).toBe('cap_min ≥ 上限');
});

test('a clause shows the comparison on which it turns', () => {
  const one = (value: string, holds: boolean | null) => ({ value: both(value), relation: '>', threshold: both('20'), holds });
  const clause: Clause = {
    id: 'c', kind: 'gate', gates: true, text: both('面积'), verdict: 'not_met', provisional: false, missing: [], ground, inputs: [],
    comparisons: [one('a', true), one('b', false), one('c', true)],
  };
  expect(turning(clause)?.value.zh).toBe('b');
  expect(turning({ ...clause, verdict: 'undetermined', comparisons: [one('a', null), one('b', true)] })?.value.zh).toBe('a');
  expect(turning({ ...clause, verdict: 'met' })?.value.zh).toBe('c');
  expect(ofClause(clause, '不符合', 'zh').formula).toBe('a > 20；b > 20；c > 20');
});
