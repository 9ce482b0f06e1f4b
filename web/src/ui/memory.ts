/** Small choices that outlive a visit: language, light or dark, role. */

const PREFIX = 'reweave.';

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A browser that forbids its store asks again at the next visit.
  }
}
