import { expect, test } from 'vitest';
import { areaOf, filterOf } from './filter';

test('areas are read with separators or without', () => {
  expect(areaOf('12,500')).toBe(12500);
  expect(areaOf(' 8 000.5')).toBe(8000.5);
  expect(['', '-5', '1e9', 'x', undefined].map(areaOf)).toEqual([null, null, null, null, null]);
});

test('what the address has is asked for, and nothing else', () => {
  const search = new URLSearchParams('district=西城区&kind=&floor_area_min_m2=5,000&floor_area_max_m2=all&space=A-1');
  expect(filterOf(search)).toEqual({ district: '西城区', floor_area_min_m2: 5000 });
});
