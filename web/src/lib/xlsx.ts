/** The first sheet of a workbook as a table: as much of ECMA-376 as a list of buildings needs. */

import type { Table } from './table';

/** Files of a ZIP archive that `wanted` names, unpacked. */
async function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Promise<Map<string, string>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error('no ZIP archive');
  const files = new Map<string, string>();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n -= 1) {
    const [method, size, nameLength] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (wanted(name)) {
      const local = view.getUint32(at + 42, true);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const packed = new Blob([bytes.slice(start, start + size)]).stream();
      const plain = method === 0 ? packed : packed.pipeThrough(new DecompressionStream('deflate-raw'));
      files.set(name, await new Response(plain).text());
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

/** 0 for A, 25 for Z, 26 for AA. */
export function columnOf(reference: string): number {
  const letters = /^[A-Z]+/.exec(reference)?.[0] ?? 'A';
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A day number of a workbook as ISO; day 60 is the leap day of 1900 that never was. */
export function dayOfSerial(serial: number): string {
  const days = serial < 60 ? serial : serial - 1;
  return new Date(Date.UTC(1899, 11, 31) + Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a number format shows days. */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return /[yd]|m/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '')) && !/0|#/.test(code);
}

/** Reads the first sheet; its first row that holds anything has the headings. */
export async function readSheet(bytes: Uint8Array): Promise<Table> {
  const files = await unzip(bytes, (name) => /^xl\/(sharedStrings|styles|workbook)\.xml$|^xl\/_rels\/workbook\.xml\.rels$|^xl\/worksheets\//.test(name));
  const parse = (name: string) => new DOMParser().parseFromString(files.get(name) ?? '<x/>', 'application/xml');
  const first = parse('xl/workbook.xml').getElementsByTagName('sheet')[0]?.getAttribute('r:id');
  const target = [...parse('xl/_rels/workbook.xml.rels').getElementsByTagName('Relationship')].find((one) => one.getAttribute('Id') === first)?.getAttribute('Target') ?? 'worksheets/sheet1.xml';
  const sheet = parse(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  const shared = [...parse('xl/sharedStrings.xml').getElementsByTagName('si')].map(textsOf);
  const styles = parse('xl/styles.xml');
  const codes = new Map([...styles.getElementsByTagName('numFmt')].map((one) => [Number(one.getAttribute('numFmtId')), one.getAttribute('formatCode') ?? '']));
  const days = [...(styles.getElementsByTagName('cellXfs')[0]?.children ?? [])].map((one) => {
    const id = Number(one.getAttribute('numFmtId'));
    return isDayFormat(id, codes.get(id));
  });
  const table: Table = { headings: [], rows: new Map() };
  for (const [place, row] of [...sheet.getElementsByTagName('row')].entries()) {
    const cells: string[] = [];
    for (const cell of row.getElementsByTagName('c')) {
      const value = cell.getElementsByTagName('v')[0]?.textContent ?? '';
      const kind = cell.getAttribute('t');
      const at = columnOf(cell.getAttribute('r') ?? '');
      if (kind === 's') cells[at] = shared[Number(value)] ?? '';
      else if (kind === 'inlineStr') cells[at] = textsOf(cell);
      else if (kind === 'b') cells[at] = value === '1' ? 'TRUE' : 'FALSE';
      else cells[at] = value !== '' && (kind === null || kind === 'n') && days[Number(cell.getAttribute('s') ?? 0)] === true ? dayOfSerial(Number(value)) : value;
    }
    const filled = Array.from(cells, (one: string | undefined) => one ?? '');
    if (!filled.some((one) => one.trim() !== '')) continue;
    if (table.headings.length === 0) table.headings = filled.map((one) => one.trim());
    else table.rows.set(Number(row.getAttribute('r') ?? place + 1), filled);
  }
  return table;
}

function textsOf(element: Element): string {
  return [...element.getElementsByTagName('t')].map((one) => one.textContent).join('');
}
