/** Tables as files that spreadsheets open. */

/** RFC 4180 with a mark of UTF-8; a text that a spreadsheet would take for a formula is kept a text. */
export function csv(heading: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${[heading, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
