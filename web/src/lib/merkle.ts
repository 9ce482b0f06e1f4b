/** The Merkle tree of the journal (RFC 6962), as far as a reader checks it. */

import { hex, sha256, unhex } from './sha256';

/** The hash of one event's line: its leaf. */
export function leafHash(line: string): string {
  const text = new TextEncoder().encode(line);
  const bytes = new Uint8Array(text.length + 1);
  bytes.set(text, 1);
  return hex(sha256(bytes));
}

function nodeHash(left: string, right: string): string {
  return hex(sha256(unhex(`01${left}${right}`)));
}

/** The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2); null when the proof does not fit. */
export function rootOf(leaf: string, index: number, size: number, proof: readonly string[]): string | null {
  if (index < 0 || index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const other of proof) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, other);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

/** Size and root of a signed checkpoint (C2SP tlog-checkpoint). */
export function readCheckpoint(note: string): { origin: string; size: number; root: string } | null {
  const [origin, size, root] = note.split('\n');
  if (origin === undefined || root === undefined || !/^\d+$/.test(size ?? '')) return null;
  const bytes = Uint8Array.from(atob(root), (char) => char.charCodeAt(0));
  return { origin, size: Number(size), root: hex(bytes) };
}
