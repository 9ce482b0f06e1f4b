import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DESK_RIGHTS, mayOnDesk, type DeskRight } from './rights';

const snake = (name: string) => name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

test('the table of desk-wide rights is the server\'s', () => {
  const source = readFileSync(new URL('../../../crates/programme/src/people/rights.rs', import.meta.url), 'utf8');
  const cells = [...source.matchAll(/\(Right::(\w+), (?:Role::)?(\w+), \w+, \w+\)/g)].map(([, right = '', role = '']) => [snake(right), snake(role)] as const);
  for (const [right, roles] of Object.entries(DESK_RIGHTS)) {
    expect(cells.filter(([one]) => one === right).map(([, role]) => role), right).toEqual(roles);
  }
});

test('what was delegated is not delegated on', () => {
  const may = (right: DeskRight, on_behalf_of?: string) => mayOnDesk({ role: 'finance', ...(on_behalf_of !== undefined && { on_behalf_of }) }, right);
  expect([may('delegate'), may('delegate', 'chief'), may('declare_interest', 'chief'), may('record_share')]).toEqual([true, false, true, false]);
});
