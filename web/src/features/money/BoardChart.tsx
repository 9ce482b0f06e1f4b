/** The budget of each line, divided by where its money is. Loaded when it is needed. */

import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, AriaComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { Schema } from '../../api/client';
import { save } from '../../api/upload';
import { COLUMN_UNIT, columnMoney } from '../../lib/money';
import { useLang } from '../../ui/lang';
import { COLOURS, FONT, useMode } from '../../ui/theme';
import { DIVIDED } from './sums';

register([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

type Row = Schema['BoardWire'];

/** One hue from paid to free; what went wrong apart. */
const FILLS = {
  light: { disbursed: '#1f5f5a', committed: '#4f958f', reserved: '#92bfba', available: '#d9e7e4', receivable: '#b42318', returned: '#b7791f', written_off: '#8c8a83' },
  dark: { disbursed: '#8fd3cb', committed: '#5ba39b', reserved: '#3c736d', available: '#2b4643', receivable: '#f0857a', returned: '#dea94e', written_off: '#6d737b' },
} as const;

export default function BoardChart({ rows }: { rows: Row[] }) {
  const { t, lang, code } = useLang();
  const { mode } = useMode();
  const box = useRef<HTMLDivElement>(null);
  const height = Math.max(120, rows.length * 34 + 90);

  useEffect(() => {
    if (box.current === null) return;
    const colour = COLOURS[mode];
    const labels_px = box.current.clientWidth < 600 ? 120 : 190;
    const chart = init(box.current, null, { renderer: 'svg' });
    const scale = lang === 'zh' ? 1e6 : 1e5;
    const names = rows.map((row) => `${code('district', row.district)} ${row.year} ${code('project', row.project_kind)}`);
    const text = { color: colour.ink, fontFamily: FONT };
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      textStyle: text,
      grid: { left: labels_px, right: 24, top: 40, bottom: 44, outerBoundsMode: 'none' },
      legend: { type: 'scroll', top: 0, left: 0, right: 0, textStyle: text, itemWidth: 12, itemHeight: 12, data: DIVIDED.filter((bucket) => rows.some((row) => row[bucket] !== 0)).map((bucket) => t(`board.${bucket}`)) },
      tooltip: { trigger: 'axis', axisPointer: { type: 'none' }, backgroundColor: colour.sheet, borderColor: colour.line, textStyle: text, confine: true, valueFormatter: (value: unknown) => columnMoney(Number(value) * scale, lang) },
      xAxis: { type: 'value', name: t('board.chart.axis', { unit: COLUMN_UNIT[lang] }), nameLocation: 'middle', nameGap: 26, nameTextStyle: text, axisLabel: { ...text, color: colour.slate }, splitLine: { lineStyle: { color: colour.line } } },
      yAxis: { type: 'category', data: names, inverse: true, axisLabel: { ...text, width: labels_px - 12, overflow: 'truncate' }, axisLine: { lineStyle: { color: colour.slate } }, axisTick: { show: false } },
      series: DIVIDED.map((bucket) => ({
        type: 'bar', stack: 'all', name: t(`board.${bucket}`), barMaxWidth: 20, itemStyle: { color: FILLS[mode][bucket] }, data: rows.map((row) => row[bucket] / scale),
      })),
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [rows, lang, mode, t, code]);

  const download = () => {
    const svg = box.current?.querySelector('svg');
    if (svg) save('board.svg', new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
  };
  return (
    <>
      <div ref={box} style={{ height }} />
      <Button size="small" onClick={download}>{t('board.chart.svg')}</Button>
    </>
  );
}
