/** Lists of spaces for stories and pictures, made by rule: the same ones every time. */

import type { Schema } from '../src/api/client';
import type { Client } from './people';

const HEADINGS = ['项目编号', '名称', '区', '街道', '地址', '类型', '项目类别', '建筑面积(㎡)', '竣工年份', '是否空置', '入驻率(%)', '产权单位', '经度', '纬度'];
const STREETS = ['广安门内街道', '白纸坊街道', '牛街街道', '天桥街道'];
const KINDS = ['厂房', '写字楼', '仓库', '商场', '市场'];

/** A list of `count` spaces of the district; `spoil` changes the cells of a row. */
export function list(count: number, spoil: (row: string[], i: number) => void = () => undefined): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const [street, kind] = [STREETS[i % STREETS.length] ?? '', KINDS[(i * 7) % KINDS.length] ?? ''];
    const row = [
      `XC-${String(i + 1).padStart(4, '0')}`, `${street.slice(0, 3)}${String(i + 1)}号${kind}`, '西城区', street, `西城区${street}${String(i + 1)}号`, kind, i % 3 === 0 ? '老旧厂房' : '低效楼宇',
      String(1500 + ((i * 977) % 40_000)), String(1958 + ((i * 13) % 50)), i % 2 === 0 ? '是' : '否', String((i * 17) % 100), `产权单位${String(i % 9)}`,
      (116.335 + ((i * 37) % 100) * 0.0006).toFixed(6), (39.872 + ((i * 61) % 100) * 0.0005).toFixed(6),
    ];
    spoil(row, i);
    return row;
  });
  return [HEADINGS, ...rows].map((row) => row.join(',')).join('\n');
}

/** Spoils three rows in ten: area, year, position, in turn. */
export function spoilThree(row: string[], i: number): void {
  if (i % 10 === 3) row[7] = '-5';
  if (i % 10 === 6) row[8] = '985';
  if (i % 10 === 9) row[12] = '16.4';
}

/** Imports a list and waits until it is in the ledger. */
export async function importList(official: Client, name: string, text: string): Promise<void> {
  const kept = await official.json<Schema['KeptList']>('POST', `/api/v1/lists?name=${encodeURIComponent(name)}`, text);
  await official.json('POST', '/api/v1/jobs', { kind: 'import', list: kept.sha256, name, mapping: { ready: { name: 'beijing-ledger', columns: {} } } }, { 'idempotency-key': kept.sha256 });
  await ended(official);
}

/** Imports a list with mistakes, screens the ledger, and asks for a potential and a report. */
export async function fillLedger(official: Client): Promise<void> {
  const on = new Date().toISOString().slice(0, 10);
  const law = { scheme: 'cn/beijing/vacated-space', on };
  const name = '西城区.csv';
  const kept = await official.json<Schema['KeptList']>('POST', `/api/v1/lists?name=${encodeURIComponent(name)}`, list(120, spoilThree));
  const works: Schema['Work'][] = [
    { kind: 'import', list: kept.sha256, name, mapping: { ready: { name: 'beijing-ledger', columns: {} } } }, { kind: 'screen', on },
    { kind: 'potential', area: { street: '牛街街道' }, on }, { kind: 'appraise_space', space: 'SYN-000003', law, terms: null },
  ];
  for (const [i, work] of works.entries()) await official.json('POST', '/api/v1/jobs', work, { 'idempotency-key': `seed-${String(i)}` });
  await ended(official);
}

/** Waits until no work is left. */
async function ended(official: Client): Promise<void> {
  for (;;) {
    const jobs = await official.json<{ rows: Schema['JobWire'][] }>('GET', '/api/v1/jobs');
    if (jobs.rows.every((job) => job.ended != null)) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
