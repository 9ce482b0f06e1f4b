import type { EChartsCoreOption } from 'echarts/core';
import { estimate, exact } from '../../lib/number';
import type { Look } from '../../ui/Plot';

/** Bars that a reader can still compare. */
const BARS = 20;

/** The greatest groups, and the sum of those that are left. */
export function top<T>(rows: readonly T[], of: (row: T) => number): { rows: T[]; rest: number; groups: number } {
  const sorted = [...rows].sort((a, b) => of(b) - of(a));
  const left = sorted.slice(BARS);
  return { rows: sorted.slice(0, BARS), rest: left.reduce((sum, row) => sum + of(row), 0), groups: left.length };
}

/** Horizontal bars with their values at the end. */
export function barsPlot(names: readonly string[], values: readonly number[], axis: string) {
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    legend: { show: false },
    grid: { left: 8, right: 72, top: 4, bottom: 40, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...look.base.tooltip, valueFormatter: (value: unknown) => exact(Number(value)) },
    xAxis: { type: 'value', name: axis, nameLocation: 'middle', nameGap: 24, ...look.axis },
    yAxis: { type: 'category', data: [...names], inverse: true, ...look.axis, splitLine: { show: false }, axisTick: { show: false }, axisLabel: { ...look.axis.axisLabel, width: 170, overflow: 'truncate' } },
    series: [{ type: 'bar', name: axis, data: [...values], barMaxWidth: 16, itemStyle: { color: look.fill.after }, label: { show: true, position: 'right', color: look.colour.ink, formatter: ({ value }: { value: number }) => (Number.isInteger(value) ? exact(value) : estimate(value)) } }],
  });
}
