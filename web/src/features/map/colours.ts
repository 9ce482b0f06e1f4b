/** Colours of points: by kind of building, or by band of potential. Brick is kept for what is selected. */

import type { Mode } from '../../ui/theme';

export type Band = 'high' | 'medium' | 'low' | 'do_not_start' | 'cannot_be_said';

export const BANDS: readonly Band[] = ['high', 'medium', 'low', 'do_not_start', 'cannot_be_said'];

/** Kinds that share a colour stand in one entry; hues are told apart by those who see no red or green too. */
const KINDS: [kinds: string[], light: string, dark: string][] = [
  [['office'], '#2f6f9f', '#7fb8e0'],
  [['plant'], '#b7791f', '#e0ac55'],
  [['retail', 'restaurant'], '#2f8a80', '#74c9bf'],
  [['warehouse'], '#7a5c99', '#b79ad6'],
  [['market'], '#c2577f', '#eb9dba'],
  [['hotel', 'residential'], '#7d8a1e', '#c3cf66'],
  [['school', 'university', 'hospital', 'laboratory', 'assembly', 'data_centre'], '#5b4a3f', '#c9b3a2'],
];
const REST = { light: '#868a90', dark: '#8f959d' };

const OF_BAND: Record<Band, { light: string; dark: string }> = {
  high: { light: '#14504b', dark: '#a8e0d9' },
  medium: { light: '#3f938a', dark: '#5fa79f' },
  low: { light: '#a9cfca', dark: '#38635e' },
  do_not_start: { light: '#b42318', dark: '#f0857a' },
  cannot_be_said: { light: '#a3a29c', dark: '#70757c' },
};

export function kindColour(kind: string | undefined, mode: Mode): string {
  const own = KINDS.find(([kinds]) => kind !== undefined && kinds.includes(kind));
  if (own === undefined) return REST[mode];
  return mode === 'light' ? own[1] : own[2];
}

export function bandColour(band: Band, mode: Mode): string {
  return OF_BAND[band][mode];
}

/** Red, green, blue from 0 to 1. */
export function rgb(hex: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}
