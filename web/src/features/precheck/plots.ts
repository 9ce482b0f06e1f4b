/** The plots of a comparison as options of ECharts: the same scale before and after, intervals as bands. */

import type { EChartsCoreOption } from 'echarts/core';
import type { Drawn } from '../../api/dossier';
import type { Lang } from '../../lib/lang';
import { aboutColumn } from '../../lib/money';
import { energy, estimate, percent } from '../../lib/number';
import type { Look } from '../../ui/Plot';
import { bins, cumulative, endUses, type Compared } from './compare';

/** Fen of a step on a money axis. */
const fenOf = (lang: Lang) => (lang === 'zh' ? 1e6 : 1e5);

const GRID = { left: 8, right: 64, top: 34, bottom: 44, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const;
const ROW_PX = 40;

export const rowsHeight = (rows: number) => rows * ROW_PX + 96;

const below = (name: string) => ({ name, nameLocation: 'middle' as const, nameGap: 26, splitNumber: 4 });

/** A plot whose vertical axis has its name above, below the legend. */
const UPRIGHT = { ...GRID, left: 20, right: 24, top: 62 };

type Axes = { look: Look; names: string[] };

function rows({ look, names }: Axes) {
  return { type: 'category', data: names, inverse: true, ...look.axis, splitLine: { show: false }, axisTick: { show: false }, axisLabel: { ...look.axis.axisLabel, width: look.is_narrow ? 100 : 150, overflow: 'break', lineHeight: 15 } };
}

/** Final energy of a year by use, as it stands and after each package. */
export function energyPlot(all: readonly Compared[], before: Compared['result']['after'], said: { names: string[]; axis: string; use: (use: string) => string }, lang: Lang) {
  const runs = [before, ...all.map((one) => one.result.after)];
  const step = lang === 'zh' ? 10_000 : 1000;
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    grid: GRID,
    tooltip: { ...look.base.tooltip, valueFormatter: (value: unknown) => energy(Number(value) * step, lang) },
    xAxis: { type: 'value', ...below(said.axis), ...look.axis },
    yAxis: rows({ look, names: said.names }),
    series: endUses(runs).map(({ use, kwh }, i, uses) => ({
      type: 'bar', stack: 'all', name: said.use(use), barMaxWidth: 18, data: kwh.map((one) => one / step), itemStyle: { color: look.fill.uses[i % look.fill.uses.length] },
      ...(i === uses.length - 1 && { label: { show: true, position: 'right', color: look.colour.ink, formatter: ({ dataIndex }: { dataIndex: number }) => estimate((runs[dataIndex]?.site_energy_kwh ?? 0) / step) } }),
    })),
  });
}

/** Carbon of operation a year, before and after each package. */
export function carbonPlot(all: readonly Compared[], before: Compared['result']['after'], said: { names: string[]; axis: string }) {
  const tonnes = [before, ...all.map((one) => one.result.after)].map((run) => (run.operating_carbon === null ? null : run.operating_carbon / 1e6));
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    grid: { ...GRID, top: 8 },
    legend: { show: false },
    tooltip: { ...look.base.tooltip, valueFormatter: (value: unknown) => `${estimate(Number(value))} t` },
    xAxis: { type: 'value', ...below(said.axis), ...look.axis },
    yAxis: rows({ look, names: said.names }),
    series: [{
      type: 'bar', name: said.axis, barMaxWidth: 18, label: { show: true, position: 'right', color: look.colour.ink, formatter: ({ value }: { value: number | null }) => (value === null ? '' : estimate(value)) },
      data: tonnes.map((value, i) => ({ value, itemStyle: { color: i === 0 ? look.fill.before : look.fill.after } })),
    }],
  });
}

/** What is left after each year, with and without the subsidy. */
export function cashPlot(of: Compared, said: { with: string; without: string; x: string; y: string }, lang: Lang) {
  const { project = [], with_subsidy = [] } = of.money?.statement ?? {};
  const line = (years: readonly number[]) => cumulative(years).map((fen, year) => [year, fen / fenOf(lang)]);
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    grid: UPRIGHT,
    tooltip: { ...look.base.tooltip, axisPointer: { type: 'line' }, valueFormatter: (value: unknown) => aboutColumn(Number(value) * fenOf(lang), lang) },
    xAxis: { type: 'value', max: Math.max(project.length - 1, 1), ...below(said.x), ...look.axis, splitLine: { show: false }, axisLine: { onZero: true, lineStyle: { color: look.colour.slate } } },
    yAxis: { type: 'value', name: said.y, nameLocation: 'end', ...look.axis, nameTextStyle: { ...look.axis.nameTextStyle, align: 'left' } },
    series: [
      { type: 'line', name: said.with, data: line(with_subsidy), symbol: 'circle', symbolSize: 5, lineStyle: { color: look.fill.with, width: 2 }, itemStyle: { color: look.fill.with } },
      { type: 'line', name: said.without, data: line(project), symbol: 'rect', symbolSize: 5, lineStyle: { color: look.fill.without, width: 2, type: 'dashed' }, itemStyle: { color: look.fill.without } },
    ],
  });
}

type Draw = { coord: (point: [number, number]) => [number, number]; value: (dimension: number) => number };

/** Net present value of each package: the band from high to low costs, the likely value, that with the subsidy. */
export function valuePlot(all: readonly Compared[], said: { names: string[]; axis: string; band: string; likely: string; with: string }, lang: Lang) {
  const step = fenOf(lang);
  const rowsOf = all.map((one, i) => [i, (one.npv?.low ?? NaN) / step, (one.npv?.likely ?? NaN) / step, (one.npv?.high ?? NaN) / step, (one.npv_with ?? NaN) / step]);
  return (look: Look): EChartsCoreOption => {
    const mark = (dimension: number, colour: string, wide: number) => (_: unknown, api: Draw) => {
      const [x, y] = api.coord([api.value(dimension), api.value(0)]);
      return { type: 'rect', shape: { x: x - wide / 2, y: y - 11, width: wide, height: 22 }, style: { fill: colour } };
    };
    const series = (name: string, to: number, color: string, renderItem: unknown) => ({ type: 'custom', name, itemStyle: { color }, encode: { x: to, y: 0 }, data: rowsOf, renderItem });
    return {
      ...look.base,
      grid: GRID,
      tooltip: { ...look.base.tooltip, formatter: (at: { dataIndex: number }[]) => tip(all[at[0]?.dataIndex ?? -1], said, lang) },
      xAxis: { type: 'value', ...below(said.axis), ...look.axis, min: ({ min }: { min: number }) => Math.min(0, min) },
      yAxis: rows({ look, names: said.names }),
      series: [
        series(said.band, 3, look.fill.band, (_: unknown, api: Draw) => {
          const [from, y] = api.coord([api.value(1), api.value(0)]);
          const [to] = api.coord([api.value(3), api.value(0)]);
          return { type: 'rect', shape: { x: from, y: y - 8, width: Math.max(to - from, 1), height: 16 }, style: { fill: look.fill.band } };
        }),
        series(said.likely, 2, look.fill.without, mark(2, look.fill.without, 3)),
        series(said.with, 4, look.fill.with, mark(4, look.fill.with, 3)),
      ],
    };
  };
}

function tip(one: Compared | undefined, said: { band: string; likely: string; with: string }, lang: Lang): string {
  if (one?.npv == null) return '';
  const of = (fen: number) => aboutColumn(fen, lang);
  return [`${said.likely}: ${of(one.npv.likely)}`, `${said.band}: ${of(one.npv.low)} – ${of(one.npv.high)}`, one.npv_with !== undefined && `${said.with}: ${of(one.npv_with)}`].filter((line) => line !== false).join('<br>');
}

/** How the net present value comes out over the draws, with and without the subsidy; losses apart. */
export function oddsPlot(without: Drawn, with_subsidy: Drawn, said: { with: string; without: string; x: string; y: string }, lang: Lang) {
  const all = bins(without, with_subsidy);
  const step = fenOf(lang);
  return (look: Look): EChartsCoreOption => ({
    ...look.base,
    grid: UPRIGHT,
    tooltip: { ...look.base.tooltip, valueFormatter: (value: unknown) => percent(Number(value) / 100) },
    xAxis: { type: 'category', data: all.map((bin) => `${estimate(bin.from / step)} – ${estimate(bin.below / step)}`), ...below(said.x), ...look.axis, axisLabel: { ...look.axis.axisLabel, hideOverlap: true }, axisTick: { alignWithLabel: true } },
    yAxis: { type: 'value', name: said.y, nameLocation: 'end', ...look.axis, nameTextStyle: { ...look.axis.nameTextStyle, align: 'left' } },
    series: [
      { type: 'bar', name: said.without, barGap: '0%', itemStyle: { color: look.fill.without }, data: all.map((bin) => ({ value: bin.without * 100, ...(bin.below <= 0 && { itemStyle: { color: look.fill.loss } }) })) },
      { type: 'bar', name: said.with, itemStyle: { color: look.fill.with }, data: all.map((bin) => ({ value: bin.with * 100, ...(bin.below <= 0 && { itemStyle: { color: look.fill.loss } }) })) },
    ],
  });
}
