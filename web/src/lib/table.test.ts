import { expect, test } from 'vitest';
import { readTable, separatorOf, writeTable } from './table';

test('rows are numbered as a spreadsheet numbers them, blank lines and line breaks in cells included', () => {
  const table = readTable('\uFEFF编号,名称\r\n1,"甲, ""一"" 厂\n二期"\r\n\r\n2,乙');
  expect(table.headings).toEqual(['编号', '名称']);
  expect([...table.rows]).toEqual([[2, ['1', '甲, "一" 厂\n二期']], [4, ['2', '乙']]]);
});

test('the separator is the commonest one outside quotes', () => {
  expect(separatorOf('a;b;"c,d,e,f";g\n1,2,3,4,5')).toBe(';');
  expect(separatorOf('a\tb\tc')).toBe('\t');
  expect(separatorOf('alone')).toBe(',');
});

test('a quote that nobody closes takes the rest, and loses nothing', () => {
  expect([...readTable('a,b\n1,"open\n2,x').rows]).toEqual([[2, ['1', 'open\n2,x']]]);
});

test('what is written is read back the same', () => {
  const rows = [['=1+1', 'a,b'], ['"', 'x\ny'], ['', '汉字']];
  expect([...readTable(writeTable(['h1', 'h2'], rows)).rows.values()]).toEqual(rows);
});
