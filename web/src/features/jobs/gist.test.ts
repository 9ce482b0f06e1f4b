import { expect, test } from 'vitest';
import { gist } from './gist';

test('what is told is read as pairs, without paths of the server', () => {
  const told = '空间      402\n至少一条待定  3 处\n文件  /srv/jobs/2e3b7023266053bd/out/cash-flow.xlsx\nnot placed         5\n';
  expect(gist(told)).toEqual([['空间', '402'], ['至少一条待定', '3 处'], ['not placed', '5']]);
});
