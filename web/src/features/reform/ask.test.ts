import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../api/law';
import { inForce, workOf, written, type Asked } from './ask';

const RATE: Parameter = {
  id: 'saving_rate_min', label: { zh: '节能率', en: 'saving rate' }, holds: 'number', choices: [],
  values: [
    { item: { of: 'value', parameter: 'saving_rate_min', from: '2021-04-26' }, written: '15', ground: { mark: 'S', sources: ['a'] } },
    { item: { of: 'value', parameter: 'saving_rate_min', from: '2023-09-01' }, written: '20', ground: { mark: 'S', sources: ['b'] } },
  ],
};

const ask = (changes: Asked['changes'], sweep: Asked['sweep'] = null) => workOf({ scheme: 's', changes, sweep }, [RATE], '2023-plan', '2024-01-01');

describe('a reform as it is typed', () => {
  it('is a file of the law that JSON and YAML read alike', () => {
    const work = ask([{ parameter: 'saving_rate_min', value: ' 12.5 ' }], { parameter: 'saving_rate_min', first: '5', last: '30', step: '5' });
    if ('wrong' in work) throw new Error('refused');
    expect(JSON.parse(work.reform)).toEqual({ id: 'reform', title: { zh: '节能率 12.5', en: 'saving rate 12.5' }, scheme: 's', version: '2023-plan', changes: [{ parameter: 'saving_rate_min', value: 12.5 }] });
    expect(work.sweep).toEqual(['saving_rate_min=5..30/5']);
  });
  it('says what cannot be taken', () => {
    expect(ask([])).toEqual({ wrong: ['changes'] });
    expect(ask([{ parameter: 'saving_rate_min', value: '12, 3' }, { parameter: 'none', value: '1' }])).toEqual({ wrong: [0, 1] });
    for (const range of [{ first: '9', last: '1', step: '1' }, { first: '1', last: '9', step: '0' }, { first: '1', last: '900', step: '1' }]) {
      expect(ask([{ parameter: 'saving_rate_min', value: '1' }], { parameter: 'saving_rate_min', ...range })).toEqual({ wrong: ['sweep'] });
    }
  });
  it('goes by the value in force on the day', () => {
    expect(inForce(RATE, undefined, '2022-01-01')?.written).toBe('15');
    expect(inForce(RATE, undefined, '2024-01-01')?.written).toBe('20');
    expect(inForce(RATE, '海淀区', '2024-01-01')).toBeUndefined();
  });
  it('writes each kind of value in its way', () => {
    expect(written({ ...RATE, holds: 'bool' }, 'true')).toBe('true');
    expect(written({ ...RATE, holds: 'date' }, '2024-05')).toBe('"2024-05"');
    expect(written({ ...RATE, holds: 'choice', choices: [{ key: 'a', label: { zh: '', en: '' } }] }, 'b')).toBeNull();
    expect(written(RATE, '-1')).toBeNull();
  });
});
