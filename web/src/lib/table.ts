/** Separated text as headings and numbered rows, counted as a spreadsheet and the server count them. */

export type Table = { headings: string[]; rows: Map<number, string[]> };

/** The commonest separator outside quotes in the first line; a comma if none stands there. */
export function separatorOf(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((one) => [one, 0]));
  let quoted = false;
  for (const char of text.slice(0, endOfLine(text))) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function endOfLine(text: string): number {
  const at = text.search(/[\r\n]/);
  return at < 0 ? text.length : at;
}

/** Reads RFC 4180 text. The first line that holds anything has the headings; blank lines count as rows. */
export function readTable(source: string): Table {
  const text = source.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  const table: Table = { headings: [], rows: new Map() };
  let [number, cells, cell, at] = [1, [] as string[], '', 0];
  const endRow = () => {
    cells.push(cell);
    cell = '';
    if (cells.some((one) => one.trim() !== '')) {
      if (table.headings.length === 0) table.headings = cells.map((one) => one.trim());
      else table.rows.set(number, cells);
    }
    cells = [];
    number += 1;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"' && cell === '') {
      [cell, at] = quoted(text, at);
    } else if (char === separator) {
      cells.push(cell);
      cell = '';
      at += 1;
    } else if (char === '\r' || char === '\n') {
      endRow();
      at += char === '\r' && text.charAt(at + 1) === '\n' ? 2 : 1;
    } else {
      cell += char;
      at += 1;
    }
  }
  if (cell !== '' || cells.length > 0) endRow();
  return table;
}

/** The cell whose opening quote is at `start`, and where it ends. */
function quoted(text: string, start: number): [cell: string, end: number] {
  let [cell, at] = ['', start + 1];
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return [cell + text.slice(at), text.length];
    cell += text.slice(at, close);
    if (text.charAt(close + 1) !== '"') return [cell, close + 1];
    cell += '"';
    at = close + 2;
  }
}

/** A table as text again, as it stands: what was typed as a formula stays one, for it is data that goes back. */
export function writeTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${[headings, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
