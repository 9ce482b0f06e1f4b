import { expect, test } from 'vitest';
import { isArea, isCrossed, polygon } from './draw';
import { moved } from './layer';

const SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1]] as const;

test('an outline is closed and runs anticlockwise, whichever way it was drawn', () => {
  const [ring] = polygon([...SQUARE].reverse()).coordinates;
  expect(ring).toEqual([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]);
  expect(polygon(SQUARE).coordinates[0]).toEqual(ring);
});

test('an outline that meets itself is none', () => {
  expect(isCrossed([[0, 0], [1, 1], [1, 0], [0, 1]])).toBe(true);
  expect(isArea(SQUARE)).toBe(true);
  expect(isArea([[0, 0], [1, 1]])).toBe(false);
  expect(isArea([[0, 0], [1, 1], [2, 2]])).toBe(false);
});

test('a matrix is moved to an origin', () => {
  const matrix = [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 5, 7, 0, 1];
  expect([...moved(matrix, [10, 100])].slice(12)).toEqual([25, 307, 0, 1]);
});
