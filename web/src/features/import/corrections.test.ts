import { expect, test } from 'vitest';
import { correctedFile, filtered, groups, mendable, readList, type Remark } from './corrections';

const remark = (row: number | null, column: string, value: string, code = 'negative_area'): Remark => ({
  severity: 'refused', code, file: 'a.csv', row, column, value, expected: { zh: '正数', en: 'above 0' }, remedy: { zh: '改正', en: 'mend it' },
});

const bytes = (text: string) => new TextEncoder().encode(text);

test('the corrected file has the refused rows alone, under the same headings', async () => {
  const list = await readList(bytes('编号,面积\n1,-5\n2,7\n3,x\n'), 'a.csv', 'UTF-8');
  const file = correctedFile(list, [4, 2, 2], { 2: { 面积: '5' } }, 'a.csv');
  expect(file).toEqual({ name: 'a (2).csv', text: '\uFEFF编号,面积\r\n1,5\r\n3,x\r\n' });
  expect(correctedFile(list, [2], {}, file.name).name).toBe('a (1).csv');
});

test('a list in GB 18030 is read as the server read it', async () => {
  const list = await readList(new Uint8Array([0xc3, 0xfb, 0x0a, 0xbc, 0xd7]), 'a.csv', 'gb18030');
  expect(list.headings).toEqual(['名']);
  expect(list.rows.get(2)).toEqual(['甲']);
});

test('features keep their shape', async () => {
  const geojson = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [116, 40] }, properties: { id: 1, area: -5 } }] };
  const list = await readList(bytes(JSON.stringify(geojson)), 'a.geojson', 'UTF-8');
  const { text } = correctedFile(list, [1], { 1: { area: '5' } }, 'a.geojson');
  expect(JSON.parse(text)).toEqual({ ...geojson, features: [{ ...geojson.features[0], properties: { id: 1, area: '5' } }] });
});

test('remarks are grouped by what is wrong where, and found by words', () => {
  const all = [remark(2, '面积', '-5'), remark(3, '面积', '-6'), remark(9, '年份', '-7')];
  expect(groups(all).map(({ column, count }) => [column, count])).toEqual([['面积', 2], ['年份', 1]]);
  expect(filtered(all, 'negative_area 面积', '-6').map((one) => one.row)).toEqual([3]);
  expect(filtered(all, undefined, '年份')).toHaveLength(1);
  expect(mendable([...all, { ...remark(4, 'x', ''), severity: 'warning' }, remark(null, '', '')], null)).toHaveLength(3);
});
