import { expect, test } from 'vitest';
import { drafts } from './drafts';

function shelf() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('a draft is for its user alone, until it is dropped', () => {
  const one = shelf();
  const [mine, yours] = [drafts(one, 'a'), drafts(one, 'b')];
  expect(mine.keep('apply', { title: '厂房' })).toBe(true);
  expect(mine.read('apply')).toEqual({ title: '厂房' });
  expect(yours.read('apply')).toBeNull();
  mine.drop('apply');
  expect(mine.read('apply')).toBeNull();
});

test('a broken draft is no draft, a full store is told', () => {
  const one = shelf();
  one.setItem('reweave.draft.a.x', '{');
  expect(drafts(one, 'a').read('x')).toBeNull();
  const full = { ...one, setItem: () => { throw new Error('full'); } };
  expect(drafts(full, 'a').keep('x', 1)).toBe(false);
});
