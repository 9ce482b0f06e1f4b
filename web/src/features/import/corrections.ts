/** Refused rows mended on the page, and the file that they are sent again as. */

import { readTable, writeTable, type Table } from '../../lib/table';
import { readSheet } from '../../lib/xlsx';

/** A remark of the server on one place of a list. */
export type Remark = {
  severity: 'note' | 'warning' | 'refused';
  code: string;
  file: string;
  row: number | null;
  column: string;
  value: string;
  expected: { zh: string; en: string };
  remedy: { zh: string; en: string };
};

/** New values by row, and in it by heading. */
export type Edits = Record<number, Record<string, string>>;

export type List = Table & { features?: Map<number, Feature> };
type Feature = { type: string; properties?: Record<string, unknown> | null; [more: string]: unknown };

/** Reads a list as the server numbers its rows. `encoding`: as the server found it. */
export async function readList(bytes: Uint8Array, name: string, encoding: string): Promise<List> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readSheet(bytes);
  const text = new TextDecoder(isEncoding(encoding) ? encoding : 'utf-8').decode(bytes);
  return /\.(geo)?json$/i.test(name) || text.trimStart().startsWith('{') ? readFeatures(text) : readTable(text);
}

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

function readFeatures(text: string): List {
  const root = JSON.parse(text) as { features?: Feature[] };
  const features = new Map((root.features ?? []).map((one, place) => [place + 1, one]));
  const headings = [...new Set([...features.values()].flatMap((one) => Object.keys(one.properties ?? {})))];
  const rows = new Map([...features].map(([row, one]) => [row, headings.map((heading) => shown(one.properties?.[heading]))]));
  return { headings, rows, features };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The remarks that refused a row, with the row at hand. */
export function mendable(remarks: readonly Remark[], list: List | null): Remark[] {
  return remarks.filter((one) => one.severity === 'refused' && one.row !== null && (list?.rows.has(one.row) ?? true));
}

/** The heading of the list that a remark speaks of, if it is one. */
export function headingOf(remark: Remark, headings: readonly string[]): string | undefined {
  return headings.find((one) => one === remark.column);
}

/** The rows of `list` in `rows` with what was mended, as a file with the same headings. */
export function correctedFile(list: List, rows: readonly number[], edits: Edits, name: string): { name: string; text: string } {
  const base = name.replace(/\.[^.]*$/, '').replace(/ ?\(\d+\)$/, '');
  const kept = [...new Set(rows)].sort((a, b) => a - b);
  if (list.features) {
    const { features } = list;
    const mended = kept.flatMap((row) => {
      const feature = features.get(row);
      return feature ? [{ ...feature, properties: { ...feature.properties, ...edits[row] } }] : [];
    });
    return { name: `${base} (${kept.length}).geojson`, text: JSON.stringify({ type: 'FeatureCollection', features: mended }) };
  }
  const cells = kept.map((row) => list.headings.map((heading, at) => edits[row]?.[heading] ?? list.rows.get(row)?.[at] ?? ''));
  return { name: `${base} (${kept.length}).csv`, text: writeTable(list.headings, cells) };
}

/** Remarks by what is wrong where, the commonest first. */
export function groups(remarks: readonly Remark[]): { key: string; code: string; column: string; count: number }[] {
  const found = new Map<string, { key: string; code: string; column: string; count: number }>();
  for (const { code, column } of remarks) {
    const key = `${code} ${column}`;
    const group = found.get(key) ?? { key, code, column, count: 0 };
    group.count += 1;
    found.set(key, group);
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
}

/** The remarks of a group, and of those the ones in whose texts `words` is found. */
export function filtered(remarks: readonly Remark[], group: string | undefined, words: string): Remark[] {
  const wanted = words.trim().toLowerCase();
  return remarks.filter((one) => {
    if (group !== undefined && `${one.code} ${one.column}` !== group) return false;
    return wanted === '' || `${one.row ?? ''} ${one.column} ${one.value} ${one.expected.zh} ${one.expected.en}`.toLowerCase().includes(wanted);
  });
}
