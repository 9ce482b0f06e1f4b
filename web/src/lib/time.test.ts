import { expect, test } from 'vitest';
import { dayOf, daysUntil, showDay, showMoment } from './time';

test('days and moments stand in the zone of the desk', () => {
  const before_midnight = Date.UTC(2024, 2, 3, 15, 59);
  expect(dayOf(before_midnight)).toBe('2024-03-03');
  expect(dayOf(before_midnight + 60_000)).toBe('2024-03-04');
  expect(showDay('2024-03-04', 'zh')).toBe('2024年3月4日');
  expect(showDay('2024-03-04', 'en')).toBe('4 Mar 2024');
  expect(showMoment(before_midnight, 'zh')).toBe('2024/03/03 23:59');
  expect(showDay('?', 'zh')).toBe('?');
});

test('a deadline counts whole days', () => {
  expect(daysUntil('2024-03-04', '2024-02-28')).toBe(5);
  expect(daysUntil('2024-03-04', '2024-03-05')).toBe(-1);
});
