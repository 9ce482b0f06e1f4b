import { expect, test } from 'vitest';
import { parsePercent } from './percent';

test('percentages are read as whole steps', () => {
  expect(parsePercent('30', 2)).toBe(3000);
  expect(parsePercent('3.45', 4)).toBe(34_500);
  expect(parsePercent('0.01', 2)).toBe(1);
  expect(parsePercent('100', 2)).toBe(10_000);
  for (const wrong of ['', '-1', '100.01', '3.456', 'a']) expect(parsePercent(wrong, 2)).toBeNull();
});
