import { expect, test } from 'vitest';
import { area, basisPoints, estimate, fileSize } from './number';

test('estimates have three figures, exact things all', () => {
  expect(estimate(1_234_567)).toBe('1,230,000');
  expect(estimate(0.012345)).toBe('0.0123');
  expect(estimate(-12.34)).toBe('−12.3');
  expect(area(12_345.6)).toBe('12,345.6 m²');
  expect(basisPoints(3_450)).toBe('34.5 %');
  expect(fileSize(999)).toBe('999 B');
  expect(fileSize(1_234_567)).toBe('1.23 MB');
});
