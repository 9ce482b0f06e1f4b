/** Lists that this page has sent, so that their rows can be mended; they are gone when it is loaded anew. */

import { hex, sha256 } from '../../lib/sha256';
import { readList, type List } from './corrections';

const sent = new Map<string, Blob>();

export function remember(hash: string, file: Blob): void {
  sent.set(hash, file);
}

/** The list of that hash as the server read it; null if this page does not hold it. */
export async function listOf(hash: string, name: string, encoding: string): Promise<List | null> {
  const file = sent.get(hash);
  return file === undefined ? null : readList(new Uint8Array(await file.arrayBuffer()), name, encoding);
}

/** Takes the file up again, if it is the one of that hash. */
export async function takeUp(hash: string, file: Blob): Promise<boolean> {
  const same = hex(sha256(new Uint8Array(await file.arrayBuffer()))) === hash;
  if (same) remember(hash, file);
  return same;
}
