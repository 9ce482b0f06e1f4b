import { expect, test } from 'vitest';
import { idAt, indexOf, lonLat, mercator, middleOf, nearest, placeOf, pointsOf, type MapRow } from './points';

const ROWS: MapRow[] = [['A-1', 116.3, 39.9, 0, 10], ['A-10', 116.4, 39.95, 1, 0], ['厂/三', 116.5, 40, -1, 5]];
const POINTS = pointsOf(ROWS, ['plant', 'office']);

test('Mercator and back', () => {
  const [lon, lat] = lonLat(mercator([116.3912757, 39.906217]));
  expect(lon).toBeCloseTo(116.3912757, 9);
  expect(lat).toBeCloseTo(39.906217, 9);
  expect(mercator([0, 0])).toEqual([0.5, 0.5]);
});

test('ids lead to points and back, whatever is in them', () => {
  expect(ROWS.map((_, i) => idAt(POINTS, i))).toEqual(['A-1', 'A-10', '厂/三']);
  expect(['A-1', 'A-10', '厂/三', 'A', '1'].map((id) => indexOf(POINTS, id))).toEqual([0, 1, 2, -1, -1]);
  expect(indexOf(pointsOf([], []), 'A-1')).toBe(-1);
  expect(POINTS.counts).toEqual([1, 1, 1]);
});

test('places are kept to within a metre', () => {
  ROWS.forEach(([, lon, lat], i) => {
    const [x, y] = placeOf(POINTS, i);
    expect(Math.hypot((x - lon) * 85_000, (y - lat) * 111_000)).toBeLessThan(1);
  });
});

test('the nearest point is found within reach alone', () => {
  expect(nearest(POINTS, [116.401, 39.95], 1e-4)).toBe(1);
  expect(nearest(POINTS, [116.45, 39.97], 1e-6)).toBe(-1);
});

test('a lost point far away does not decide what the map shows', () => {
  const rows: MapRow[] = Array.from({ length: 1000 }, (_, i) => [`s${i}`, 116 + i / 1e4, 40, 0, 0]);
  const { bounds } = pointsOf([...rows, ['lost', 0, 0, 0, 0]], []);
  expect(bounds?.[0][0]).toBeGreaterThan(115.9);
  expect(pointsOf([], []).bounds).toBeNull();
  expect(middleOf(rows)?.[0]).toBeCloseTo(116.05, 6);
});
