import { expect, test } from 'vitest';
import type { Schema } from '../../api/client';
import { toApply } from './toApply';

const programme = { programme: 'p-1', scheme: 's', workflow: 'w', districts: ['xicheng'], project_kinds: ['old_plant'], lines: [] } satisfies Schema['ProgrammeWire'];

test('what was typed goes along; what was not stays open', () => {
  const values = { name: '一号厂房', district: '西城区', project_kind: 'old_plant', support_mode: 'best', fixed_asset_investment_yuan: '4,800.05' };
  expect(toApply({ values, units: {} }, [programme], 'ORG')).toEqual({
    title: '一号厂房', programme: 'p-1', district: 'xicheng', project_kind: 'old_plant', mode: 'investment_subsidy', parts: [{ space: '', owner: 'ORG', investment: '48000500' }],
  });
  expect(toApply({ values: { project_kind: 'area' }, units: {} }, [programme, { ...programme, programme: 'p-2' }], undefined)).toEqual({
    mode: 'investment_subsidy', parts: [{ space: '', owner: '', investment: '' }],
  });
});
