import { expect, test } from 'vitest';
import { canonical } from './content';
import { openApplication } from './open';

test('the order of names makes no difference to what is handed in', () => {
  expect(canonical({ b: [1, { d: '中"', c: null }], a: undefined })).toBe('{"b":[1,{"c":null,"d":"中\\""}]}');
  expect(canonical({ x: 1, a: 2 })).toBe(canonical({ a: 2, x: 1 }));
});

test('sums typed in yuan are sent in fen', () => {
  const action = openApplication({
    id: 'a-1', title: ' 厂房 ', programme: 'p', district: 'xicheng', project_kind: 'old_plant', mode: 'investment_subsidy', works: ['green'], works_from: '2024-09-01',
    parts: [{ space: 'BJ-1 ', owner: '91110000600037341l', investment: '10,000,000.05' }],
  });
  expect(action).toMatchObject({ title: '厂房', parts: [{ space: 'BJ-1', owner: '91110000600037341L', investment: 1_000_000_005 }] });
});
