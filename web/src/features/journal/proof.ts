import { answered, api } from '../../api/client';
import { leafHash, rootOf } from '../../lib/merkle';

/** Lines that the server gives at once. */
const LINES = 1000;

/** Whether the event is in the tree of a checkpoint, by a proof that is worked out here. */
export async function isIncluded(line: string, index: number, tree: { size: number; root: string }): Promise<boolean> {
  const { hashes } = await answered(api.GET('/api/v1/proofs/inclusion', { params: { query: { index, size: tree.size } } }));
  return rootOf(leafHash(line), index, tree.size, hashes) === tree.root;
}

/** The whole journal, line by line; tells how far it is. */
export async function allLines(progress: (n: number, all: number) => void): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const page = await answered(api.GET('/api/v1/journal', { params: { query: { from: lines.length, limit: LINES } } }));
    if (page.lines.length === 0) return lines;
    lines.push(...page.lines);
    progress(lines.length, page.size);
  }
}
