/** A plot whose title says what it shows; as SVG, and its numbers as CSV. */

import type { EChartsCoreOption } from 'echarts/core';
import { Button } from 'antd';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { save } from '../api/upload';
import { csv } from '../lib/csv';
import { useLang } from './lang';
import { Loading } from './states';
import { COLOURS, FONT, useMode, type Mode } from './theme';

const PlotCanvas = lazy(() => import('./PlotCanvas'));

/** What a plot draws with. */
export type Look = ReturnType<typeof look>;

/** From what was to what is saved, one hue; what is lost apart. Each holds in both modes for colour-blind eyes. */
const FILLS = {
  light: { before: '#8c8a83', after: '#286f69', with: '#286f69', without: '#a8641b', loss: '#b42318', band: '#cfe0dd', uses: ['#7a2f24', '#2f5f7f', '#7d95a6', '#c8963e', '#8c8a83', '#5f7f4a'] },
  dark: { before: '#8b9098', after: '#74bfb7', with: '#74bfb7', without: '#dea94e', loss: '#f0857a', band: '#2f4745', uses: ['#cf7a6d', '#6fa5cc', '#9db1bf', '#dcb064', '#8b9098', '#9cc48a'] },
} as const;

/** A width, in px, below which labels of rows are given less room. */
const NARROW_PX = 768;

function look(mode: Mode) {
  const colour = COLOURS[mode];
  const text = { color: colour.ink, fontFamily: FONT, fontSize: 12 };
  const axis = { nameTextStyle: { ...text, color: colour.slate }, axisLabel: { color: colour.ink, fontSize: 12, fontFamily: FONT, hideOverlap: true }, axisLine: { lineStyle: { color: colour.slate } }, splitLine: { lineStyle: { color: colour.line } } };
  const base = {
    animation: false,
    aria: { enabled: true },
    textStyle: text,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.4 } }, backgroundColor: colour.sheet, borderColor: colour.line, textStyle: text, confine: true },
    legend: { top: 0, left: 0, itemGap: 16, textStyle: text, itemWidth: 12, itemHeight: 12, inactiveColor: colour.slate },
  };
  return { colour, fill: FILLS[mode], text, axis, base, is_narrow: window.innerWidth < NARROW_PX };
}

export type Table = { heading: string[]; rows: (string | number | null)[][] };

export function Plot({ title, name, height, option, table }: { title: string; name: string; height: number; option: (look: Look) => EChartsCoreOption; table: Table }) {
  const { t } = useLang();
  const { mode } = useMode();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useMemo(() => option(look(mode)), [option, mode]);
  const svg = () => {
    const picture = box.current?.querySelector('svg');
    if (picture) save(`${name}.svg`, new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' }));
  };
  const numbers = () => save(`${name}.csv`, new Blob([csv(table.heading, table.rows)], { type: 'text/csv' }));
  return (
    <figure className="plot">
      <figcaption>{title}</figcaption>
      <Suspense fallback={<div style={{ height }}><Loading rows={4} /></div>}><PlotCanvas option={drawn} height={height} box={box} /></Suspense>
      <div className="plot-save">
        <Button size="small" type="text" onClick={svg}>{t('plot.svg')}</Button>
        <Button size="small" type="text" onClick={numbers}>{t('plot.csv')}</Button>
      </div>
    </figure>
  );
}
