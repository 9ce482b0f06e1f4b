import { expect, test } from 'vitest';
import { FILE_BYTES_MAX, isWorthRetrying, readProblem, tooLarge, unreachable } from './problem';

test('a problem is read as the server wrote it, anything else is told as unreadable', () => {
  const problem = { status: 409, code: 'four_eyes', text: { zh: '须由另一人审批', en: 'another' }, remedy: { zh: '另一人', en: 'other' } };
  expect(readProblem(409, problem)).toBe(problem);
  expect(readProblem(502, '<html>').code).toBe('unreadable');
  expect(readProblem(500, null).text.zh).toContain('500');
});

test('only what may succeed later is sent again', () => {
  expect(isWorthRetrying(unreachable())).toBe(true);
  expect(isWorthRetrying(readProblem(503, null))).toBe(true);
  expect(isWorthRetrying(readProblem(409, null))).toBe(false);
});

test('a file that is too large by a byte is not told to be as large as may be', () => {
  expect(tooLarge(FILE_BYTES_MAX + 1).text).toEqual({ zh: '文件有 50.1 MB，最多 50 MB', en: 'the file has 50.1 MB, at most 50 MB are taken' });
});
