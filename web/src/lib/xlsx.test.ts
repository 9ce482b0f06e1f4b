import { expect, test } from 'vitest';
import { columnOf, dayOfSerial, isDayFormat } from './xlsx';

test('columns are counted in letters', () => {
  expect(['A1', 'Z9', 'AA10', 'XFD1'].map(columnOf)).toEqual([0, 25, 26, 16383]);
});

test('day numbers are days, on both sides of the leap day that never was', () => {
  expect(dayOfSerial(1)).toBe('1900-01-01');
  expect(dayOfSerial(59)).toBe('1900-02-28');
  expect(dayOfSerial(61)).toBe('1900-03-01');
  expect(dayOfSerial(45292.75)).toBe('2024-01-01');
});

test('formats that show days are told from those that show numbers', () => {
  expect([14, 22, 31].every((id) => isDayFormat(id, undefined))).toBe(true);
  expect([0, 1, 2, 49].some((id) => isDayFormat(id, undefined))).toBe(false);
  expect(isDayFormat(164, 'yyyy"年"m"月"')).toBe(true);
  expect(isDayFormat(165, '#,##0.00" m"')).toBe(false);
});
