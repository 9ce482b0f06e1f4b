import type { EChartsCoreOption } from 'echarts/core';
import { exact } from '../../lib/number';
import type { Look } from '../../ui/Plot';

/** Cases by the size of what changes for them: losses left, gains right. */
export function classesPlot(names: readonly string[], counts: readonly number[], axis: string) {
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    legend: { show: false },
    grid: { left: 8, right: 16, top: 24, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { ...look.base.tooltip, valueFormatter: (value: unknown) => exact(Number(value)) },
    xAxis: { type: 'category', data: [...names], ...look.axis, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { ...look.axis.axisLabel, interval: 0, rotate: look.is_narrow ? 60 : 30 } },
    yAxis: { type: 'value', name: axis, minInterval: 1, ...look.axis },
    series: [{ type: 'bar', name: axis, barMaxWidth: 36, data: counts.map((value, i) => ({ value, itemStyle: { color: i < counts.length / 2 ? look.fill.loss : look.fill.after } })), label: { show: true, position: 'top', color: look.colour.ink, formatter: ({ value }: { value: number }) => (value === 0 ? '' : exact(value)) } }],
  });
}

/** Cost and reach over the values of a parameter; the value in force is marked. */
export function sweepPlot(values: readonly number[], money: readonly number[], met: readonly number[], words: { axis: string; money: string; met: string; now: string }, now: number | undefined) {
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    grid: { left: 8, right: 16, top: 76, bottom: 36, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: { type: 'value', name: words.axis, nameLocation: 'middle', nameGap: 26, scale: true, ...look.axis },
    yAxis: [
      { type: 'value', name: words.money, ...look.axis },
      { type: 'value', name: words.met, ...look.axis, splitLine: { show: false } },
    ],
    series: [
      {
        type: 'line', name: words.money, yAxisIndex: 0, symbolSize: 7, data: values.map((value, i) => [value, money[i] ?? 0]), lineStyle: { width: 2, color: look.fill.without }, itemStyle: { color: look.fill.without },
        ...(now !== undefined && { markLine: { symbol: 'none', silent: true, label: { formatter: words.now, color: look.colour.ink }, lineStyle: { color: look.colour.slate, type: 'dashed' }, data: [{ xAxis: now }] } }),
      },
      { type: 'line', name: words.met, yAxisIndex: 1, symbol: 'rect', symbolSize: 6, data: values.map((value, i) => [value, met[i] ?? 0]), lineStyle: { width: 2, color: look.fill.after }, itemStyle: { color: look.fill.after } },
    ],
  });
}
