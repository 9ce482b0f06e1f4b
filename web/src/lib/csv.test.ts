import { expect, test } from 'vitest';
import { csv } from './csv';

test('cells are quoted, unknown stays empty, formulas stay texts', () => {
  const text = csv(['名称', 'fen'], [['a"b,c', 12], ['=1+1', null]]);
  expect(text).toBe('\uFEFF名称,fen\r\n"a""b,c",12\r\n\'=1+1,\r\n');
});
