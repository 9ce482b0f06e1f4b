import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { leafHash, readCheckpoint, rootOf } from './merkle';
import { hex, sha256, unhex } from './sha256';

test('SHA-256 is that of everybody', () => {
  expect(hex(sha256(new TextEncoder().encode('abc')))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
    expect(hex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

/** The tree by its definition in RFC 6962, 2.1, and the path of one leaf in it. */
function tree(leaves: string[]): string {
  if (leaves.length === 1) return leaves[0] ?? '';
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return hex(sha256(unhex(`01${tree(leaves.slice(0, split))}${tree(leaves.slice(split))}`)));
}

function path(leaves: string[], index: number): string[] {
  if (leaves.length === 1) return [];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...path(left, index), tree(right)] : [...path(right, index - split), tree(left)];
}

test('every leaf of every small tree leads to its root, and no other does', () => {
  for (let size = 1; size <= 20; size++) {
    const leaves = Array.from({ length: size }, (_, i) => leafHash(`event ${i}`));
    const root = tree(leaves);
    leaves.forEach((leaf, index) => {
      const proof = path(leaves, index);
      expect(rootOf(leaf, index, size, proof)).toBe(root);
      expect(rootOf(leafHash('forged'), index, size, proof)).not.toBe(root);
      expect(rootOf(leaf, index, size, [...proof, leaf])).not.toBe(root);
    });
  }
});

test('a checkpoint tells its size and root', () => {
  const root = Buffer.from('11'.repeat(32), 'hex').toString('base64');
  expect(readCheckpoint(`desk\n12\n${root}\n\n— desk x\n`)).toEqual({ origin: 'desk', size: 12, root: '11'.repeat(32) });
  expect(readCheckpoint('nothing')).toBeNull();
});
