import { expect, test } from 'vitest';
import { readFilters, writeFilters } from './address';

test('filters go into the address and come back', () => {
  const start = new URLSearchParams('tab=x&stage=');
  expect(readFilters(start, ['stage', 'district'])).toEqual({});
  const next = writeFilters(start, { stage: 'notice', district: '西城 & 丰台' });
  expect(next.get('tab')).toBe('x');
  expect(readFilters(new URLSearchParams(next.toString()), ['stage', 'district'])).toEqual({ stage: 'notice', district: '西城 & 丰台' });
  expect(writeFilters(next, { stage: '' }).has('stage')).toBe(false);
});
