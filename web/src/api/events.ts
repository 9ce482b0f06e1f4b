/** Lines of the journal as pages read them; docs/journal.md promises their form. */

import type { Schema } from './client';

export type JournalEvent = {
  seq: number;
  at: number;
  command: string;
  actor: { user: string; role: Schema['Role']; on_behalf_of?: string };
  organisation: string;
  version?: number;
  what: { kind: string } & Record<string, unknown>;
};

export type Entry = { line: string; event: JournalEvent };

export function readLines(lines: readonly string[]): Entry[] {
  return lines.map((line) => ({ line, event: JSON.parse(line) as JournalEvent }));
}

/** The texts of an event by name, as far as they are texts. */
export function textOf(event: JournalEvent, name: string): string | undefined {
  const value = event.what[name];
  return typeof value === 'string' ? value : undefined;
}
