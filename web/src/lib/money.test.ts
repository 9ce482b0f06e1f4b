import { expect, test } from 'vitest';
import { aboutColumn, aboutMoney, columnMoney, exactMoney, parseYuan, shortMoney, typedYuan } from './money';

test('sums are shown short, and exact to the fen', () => {
  expect(shortMoney(273_703_703, 'zh')).toBe('273.70 万元');
  expect(shortMoney(273_703_703, 'en')).toBe('CNY 2.74 million');
  expect(shortMoney(1_234_500_000_000, 'zh')).toBe('123.45 亿元');
  expect(shortMoney(99_999, 'zh')).toBe('999.99 元');
  expect(shortMoney(-137_671, 'zh')).toBe('−1,376.71 元');
  expect(shortMoney(0, 'en')).toBe('CNY 0.00');
  expect(exactMoney(273_703_703, 'zh')).toBe('2,737,037.03 元');
  expect(columnMoney(100_000_000_000, 'zh')).toBe('100,000.00');
});

test('what is typed is read without loss', () => {
  expect(parseYuan('1,234,567.89')).toBe(123_456_789);
  expect(parseYuan('0.1')).toBe(10);
  expect(parseYuan('9999999999999.99')).toBe(999_999_999_999_999);
  for (const wrong of ['', '-1', '1.234', '1e6', '一万', '1.']) expect(parseYuan(wrong)).toBeNull();
  for (const fen of [0, 1, 10, 101, 100_000]) expect(parseYuan(typedYuan(fen))).toBe(fen);
});

test('an estimate has three figures, whatever its unit', () => {
  expect(aboutMoney(1_081_847_672_9, 'zh')).toBe('1.08 亿元');
  expect(aboutMoney(879_255_160, 'zh')).toBe('879 万元');
  expect(aboutMoney(-1_081_847_672_9, 'en')).toBe('CNY −108 million');
  expect(aboutColumn(393_385_308, 'zh')).toBe('393');
});
