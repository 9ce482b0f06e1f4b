import { expect, test } from 'vitest';
import { ID_PATTERN, isOrgCode, newId } from './ids';

test('ids are new each time and fit the desk', () => {
  const made = new Set(Array.from({ length: 100 }, () => newId('a')));
  expect(made.size).toBe(100);
  for (const id of made) expect(id).toMatch(ID_PATTERN);
});

test('a mistyped code is told by its check character', () => {
  expect(isOrgCode('91110000600037341L')).toBe(true);
  expect(isOrgCode(' 91110000600037341l ')).toBe(true);
  expect(isOrgCode('91110000600037342L')).toBe(false);
  expect(isOrgCode('9111000060003734')).toBe(false);
  expect(isOrgCode('9111000060003734IL')).toBe(false);
});
