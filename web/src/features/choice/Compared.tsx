/** What a run came to, beside another. */

import { Input, Radio, Table, type TableColumnsType } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Chosen, LeftOut } from '../../api/chosen';
import { COLUMN_UNIT, columnMoney, exactMoney, shortMoney } from '../../lib/money';
import { districtName } from '../../lib/places';
import { area, estimate, exact, percent, tonnes } from '../../lib/number';
import { Figure, type Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { ColumnMoney } from '../../ui/money';
import { Scroll, Section } from '../../ui/page';
import { Plot } from '../../ui/Plot';
import { barsPlot } from '../city/plot';
import { byDistrict, found, leftOut, merged, type Both, type Run } from './ask';

type Shown = { run: Run; found: Chosen };

export function Compared({ a, b }: { a: Shown; b: Shown | undefined }) {
  return (
    <>
      <Totals a={a} b={b} />
      <Districts a={a} b={b} />
      <Projects a={a} b={b} />
    </>
  );
}

type Line = { word: string; of: (chosen: Chosen) => number; show: (value: number) => string; formula?: string; title?: (value: number) => string; is_share?: boolean };

function useLines(): Line[] {
  const { t, lang } = useLang();
  const sum = t('choice.from.sum');
  const whole = (value: number) => exact(value);
  return [
    { word: t('choice.projects'), of: ({ chosen }) => chosen.projects, show: whole },
    { word: t('choice.conditional'), of: ({ chosen }) => chosen.conditional, show: whole },
    { word: t('choice.money'), of: ({ chosen }) => chosen.cost_fen, show: (fen) => shortMoney(fen, lang), title: (fen) => exactMoney(fen, lang), formula: sum },
    { word: t('choice.used'), of: ({ chosen }) => chosen.cost_fen / Math.max(chosen.budget_fen, 1), show: percent, is_share: true },
    { word: t('choice.carbon'), of: ({ chosen }) => chosen.co2e_g, show: (grams) => signed(grams, tonnes), formula: sum },
    { word: t('choice.carbon.unknown'), of: ({ chosen }) => chosen.co2e_unknown, show: whole },
    { word: t('choice.area'), of: ({ chosen }) => Math.round(chosen.floor_area_m2), show: area, formula: sum },
    { word: t('choice.gap'), of: ({ chosen }) => chosen.gap, show: (share) => `${estimate(share * 100)} %`, formula: t('choice.from.gap'), is_share: true },
  ];
}

/** Formats that know no sign, with one. */
function signed(value: number, show: (value: number) => string): string {
  return value < 0 ? `−${show(-value)}` : show(value);
}

function Totals({ a, b }: { a: Shown; b: Shown | undefined }) {
  const { t } = useLang();
  const lines = useLines();
  const cell = (line: Line, of: Shown): ReactNode => {
    const value = line.of(of.found);
    const from: Derivation = { label: line.word, value: line.title?.(value) ?? line.show(value), source: `choose ${of.run.id}`, mark: 'D', ...(line.formula !== undefined && { formula: line.formula }) };
    return <Figure from={from} {...(line.title && { title: line.title(value) })}>{line.show(value)}</Figure>;
  };
  return (
    <Section title={t('choice.totals')}>
      <Scroll label={t('choice.totals')}>
        <table className="plain run-totals">
          <thead><tr><td /><th scope="col" className="right">{t('choice.a')}</th>{b && <th scope="col" className="right">{t('choice.b')}</th>}{b && <th scope="col" className="right">{t('choice.difference')}</th>}</tr></thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.word}>
                <th scope="row">{line.word}</th>
                <td className="right">{cell(line, a)}</td>
                {b && <td className="right">{cell(line, b)}</td>}
                {b && <td className="right num">{line.is_share ? '' : difference(line.of(b.found) - line.of(a.found), line)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function difference(value: number, line: Line): string {
  const shown = line.show(value);
  return value > 0 ? `+${shown}` : shown;
}

function Districts({ a, b }: { a: Shown; b: Shown | undefined }) {
  const { t, lang } = useLang();
  const rows = useMemo(() => byDistrict(a.found, a.run.work.ceilings), [a]);
  const of_b = useMemo(() => new Map(b && byDistrict(b.found, b.run.work.ceilings).map((row) => [row.district, row])), [b]);
  const nowhere = t('city.notSaid');
  const names = useMemo(() => rows.map((row) => (row.district === null ? nowhere : districtName(row.district, lang))), [rows, nowhere, lang]);
  const scale = lang === 'zh' ? 1e6 : 1e5;
  const option = useMemo(() => barsPlot(names, rows.map((row) => row.cost_fen / scale), t('choice.plot.axis', { unit: COLUMN_UNIT[lang] })), [names, rows, scale, t, lang]);
  const first = rows[0];
  if (first === undefined) return null;
  const used = (row: { cost_fen: number; ceiling_fen?: number } | undefined) => (row?.ceiling_fen === undefined || row.ceiling_fen === 0 ? '' : ` / ${columnMoney(row.ceiling_fen, lang)}`);
  const title = t('choice.plot', { name: names[0] ?? nowhere, money: shortMoney(first.cost_fen, lang), share: percent(first.cost_fen / Math.max(a.found.chosen.cost_fen, 1)) });
  return (
    <Section title={t('choice.byDistrict')} extra={<span className="meta">{COLUMN_UNIT[lang]}</span>}>
      <div className="choice-districts">
        <Plot title={title} name="choice" height={rows.length * 24 + 60} option={option} table={{ heading: [t('choice.district'), t('choice.projects'), `${t('choice.money')} (CNY)`], rows: rows.map((row) => [row.district, row.projects, row.cost_fen / 100]) }} />
        <Scroll label={t('choice.byDistrict')}>
          <table className="plain">
            <thead><tr><th scope="col">{t('choice.district')}</th><th scope="col" className="right">{t('choice.a')} / {t('choice.ceiling')}</th>{b && <th scope="col" className="right">{t('choice.b')} / {t('choice.ceiling')}</th>}</tr></thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={row.district ?? ''}>
                  <th scope="row">{names[i]}</th>
                  <td className="right num" title={exactMoney(row.cost_fen, lang)}>{columnMoney(row.cost_fen, lang)}{used(row)}</td>
                  {b && <td className="right num">{columnMoney(of_b.get(row.district)?.cost_fen ?? 0, lang)}{used(of_b.get(row.district))}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </Section>
  );
}

type Which = 'both' | 'a' | 'b' | 'out_a' | 'out_b';

function Projects({ a, b }: { a: Shown; b: Shown | undefined }) {
  const { t, aside } = useLang();
  const [which, setWhich] = useState<Which>('both');
  const [words, setWords] = useState('');
  const rows = useMemo(() => merged(a.found, b?.found), [a, b]);
  const shown = rows.filter((row) => row.id.toLowerCase().includes(words.trim().toLowerCase()) && (which === 'both' || row.in === which));
  const out_a = useMemo(() => leftOut(a.found), [a]);
  const out_b = useMemo(() => (b ? leftOut(b.found) : []), [b]);
  const count = (one: Which) => (one === 'out_a' ? out_a.length : one === 'out_b' ? out_b.length : one === 'both' ? rows.length : rows.filter((row) => row.in === one).length);
  const out = (run: string) => t('choice.show.out') + (b ? aside(run) : '');
  const tabs: { value: Which; label: string }[] = [
    { value: 'both', label: t('choice.show.both') }, ...(b ? [{ value: 'a' as const, label: t('choice.show.a') }, { value: 'b' as const, label: t('choice.show.b') }] : []),
    { value: 'out_a', label: out(t('choice.a')) }, ...(b ? [{ value: 'out_b' as const, label: out(t('choice.b')) }] : []),
  ];
  return (
    <Section title={t('choice.projects')}>
      <div className="row choice-show">
        <Radio.Group aria-label={t('choice.projects')} optionType="button" buttonStyle="solid" value={which} onChange={(event) => setWhich(event.target.value as Which)} options={tabs.map(({ value, label }) => ({ value, label: `${label} ${exact(count(value))}` }))} />
        <Input.Search className="choice-find" allowClear aria-label={t('choice.find')} placeholder={t('choice.find')} value={words} onChange={(event) => setWords(event.target.value)} maxLength={64} />
      </div>
      {which === 'out_a' || which === 'out_b'
        ? <Out rows={found(which === 'out_a' ? out_a : out_b, words)} />
        : <In rows={shown} two={b !== undefined} />}
    </Section>
  );
}

const space = (id: string) => <Link to={`/ledger?space=${encodeURIComponent(id)}`} className="wrap">{id}</Link>;

/** Rows that a table shows at once; it draws only those that are seen. */
const HEIGHT_PX = 420;

function In({ rows, two }: { rows: Both[]; two: boolean }) {
  const { t, lang, code } = useLang();
  const columns: TableColumnsType<Both> = [
    { title: t('choice.space'), key: 'id', width: 125, render: (_, row) => space(row.id) },
    { title: t('choice.district'), key: 'district', width: 95, render: (_, row) => (row.district === null ? t('city.notSaid') : districtName(row.district, lang)) },
    { title: t('choice.package'), key: 'package', width: 200, render: (_, row) => code('package', row.package) },
    { title: <>{t('choice.cost')}<div className="meta">{COLUMN_UNIT[lang]}</div></>, key: 'cost', width: 95, align: 'right', render: (_, row) => <ColumnMoney fen={row.cost_fen} /> },
    { title: <>{t('choice.carbon')}<div className="meta">t</div></>, key: 'carbon', width: 95, align: 'right', render: (_, row) => (row.co2e_g_per_year === null ? <span className="meta">{t('say.unknown')}</span> : <span className="num">{estimate(row.co2e_g_per_year / 1e6)}</span>) },
    ...(two ? [{ title: t('choice.in'), key: 'in', width: 70, render: (_: unknown, row: Both) => t(`choice.in.${row.in}`) }] : []),
  ];
  return <Table rowKey="id" columns={columns} dataSource={rows} size="small" pagination={false} virtual scroll={{ x: two ? 680 : 610, y: HEIGHT_PX }} />;
}

function Out({ rows }: { rows: LeftOut[] }) {
  const { t, both, code } = useLang();
  const columns: TableColumnsType<LeftOut> = [
    { title: t('choice.space'), key: 'id', width: 150, render: (_, row) => space(row.id) },
    { title: t('choice.package'), key: 'package', width: 170, render: (_, row) => code('package', row.package) },
    { title: t('choice.reason'), key: 'reason', width: 340, render: (_, row) => <span className="wrap">{both(row.reason)}</span> },
  ];
  return <Table rowKey={(row) => `${row.id} ${row.package}`} columns={columns} dataSource={rows} size="small" pagination={false} virtual scroll={{ x: 660, y: HEIGHT_PX }} />;
}
