import { expect, test } from 'vitest';
import { districtCode, districtName, ledgerDistrict } from './places';

test('a district by its code, its name in the ledger, and in the language of the page', () => {
  expect(ledgerDistrict('xicheng')).toBe('西城区');
  expect(districtCode('西城区', ['dongcheng', 'xicheng'])).toBe('xicheng');
  expect(districtCode('西城区', ['dongcheng'])).toBeUndefined();
  expect([districtName('西城区', 'en'), districtName('xicheng', 'zh'), districtName('浦东新区', 'en')]).toEqual(['Xicheng', '西城区', '浦东新区']);
});
