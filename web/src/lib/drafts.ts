/** Drafts in the browser's store: what was typed outlives a lost session, a crash and a closed window. */

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'reweave.draft.';

/** A shelf for one user: nobody else at the same machine is shown another's draft. */
export function drafts(shelf: Shelf, user: string) {
  const key = (name: string) => `${PREFIX}${user}.${name}`;
  return {
    /** What was kept, of the type that the one who reads it kept. */
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
    read<T>(name: string): T | null {
      try {
        return JSON.parse(shelf.getItem(key(name)) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    /** False when the store is full or forbidden: the page has to say so. */
    keep(name: string, value: unknown): boolean {
      try {
        shelf.setItem(key(name), JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    drop(name: string): void {
      shelf.removeItem(key(name));
    },
  };
}
