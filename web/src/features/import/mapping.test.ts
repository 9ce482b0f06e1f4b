import { expect, test } from 'vitest';
import { changed, guessed, hasId, twice } from './mapping';

const HEADINGS = ['编号', '名称', '总面积', '经度', '纬度', '备用'];
const GUESS = guessed(HEADINGS, { 编号: 'id', 名称: 'name', 总面积: 'gross_floor_area_m2', 经度: 'position', 纬度: 'position' });

test('what is as the ready mapping reads it is not sent', () => {
  expect(changed(GUESS, GUESS, '-')).toEqual({});
  expect(changed(GUESS, { ...GUESS, 经度: null }, '-')).toEqual({});
});

test('a field that moves to another column is read there, one that has none nowhere', () => {
  expect(changed(GUESS, { ...GUESS, 总面积: null, 备用: 'gross_floor_area_m2' }, '-')).toEqual({ gross_floor_area_m2: '备用' });
  expect(changed(GUESS, { ...GUESS, 名称: 'address' }, '-')).toEqual({ name: '-', address: '名称' });
});

test('two columns cannot be one field, but both degrees are the position', () => {
  expect(twice({ ...GUESS, 备用: 'name' })).toEqual([['name', ['名称', '备用']]]);
  expect(twice(GUESS)).toEqual([]);
  expect(hasId(GUESS) && !hasId({ ...GUESS, 编号: null })).toBe(true);
});
