/** What a reform would do: the answer first, then who, where, by which clause, and over a range. */

import { Button, Radio, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Moved, Moves, Reformed, Sums, Sweep } from '../../api/law';
import { saveFile } from '../../api/jobs';
import { save } from '../../api/upload';
import { csv } from '../../lib/csv';
import { COLUMN_UNIT, columnMoney, exactMoney, exactYuan, shortMoney } from '../../lib/money';
import { exact } from '../../lib/number';
import { districtName } from '../../lib/places';
import { Figure } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { ColumnMoney } from '../../ui/money';
import { Scroll, Section } from '../../ui/page';
import { Plot } from '../../ui/Plot';
import { TabLinks } from '../../ui/tabs';
import { useSearchParams } from 'react-router';
import type { Run } from './ask';
import { classesPlot, sweepPlot } from './plot';

type Part = { run: Run; found: Reformed };

export function Effect({ run, found }: Part) {
  return (
    <>
      <Answer run={run} found={found} />
      <Plots found={found} />
      <Groups found={found} />
      <Clauses found={found} />
      <Cases run={run} found={found} />
    </>
  );
}

function signedMoney(fen: number, lang: 'zh' | 'en'): string {
  return fen > 0 ? `+${shortMoney(fen, lang)}` : shortMoney(fen, lang);
}

function Answer({ run, found }: Part) {
  const { t, both, lang } = useLang();
  const { before, reform } = found;
  const moves = reform.change.if_met;
  const cost = reform.after.all.amount_if_met - before.all.amount_if_met;
  const source = `${found.scheme} · ${both(found.version_name)}`;
  const from = (label: string, value: string, formula: string) => ({ label, value, formula, source, mark: 'D' as const, inputs: Object.entries(found.inputs).map(([name, input]) => ({ label: `${name}: ${input.name}`, source: `SHA-256 ${input.sha256}` })) });
  const line = (word: string, of: (sums: Sums) => number, show: (value: number) => string, formula: string) => {
    const [a, b] = [of(before.all), of(reform.after.all)];
    return (
      <tr>
        <th scope="row">{word}</th>
        <td className="right"><Figure from={from(word, show(a), formula)}>{show(a)}</Figure></td>
        <td className="right"><Figure from={from(word, show(b), formula)}>{show(b)}</Figure></td>
        <td className="right num">{b > a ? `+${show(b - a)}` : show(b - a)}</td>
      </tr>
    );
  };
  const count = t('reform.from.count');
  const money = t('reform.from.money');
  return (
    <Section title={t('reform.answer')} extra={<Button size="small" onClick={() => void saveFile(run.id, 'reform.html')}>{t('reform.page')}</Button>}>
      <ul className="plain-list">
        {reform.changes.map((one) => <li key={one.name}><strong>{both(one.label)}</strong>: <span className="changed-from">{both(one.before)}</span> → <strong>{both(one.after)}</strong></li>)}
      </ul>
      <p className="reform-sentence">{t('reform.sentence', { winners: exact(moves.winners), losers: exact(moves.losers), same: exact(moves.same), open: exact(moves.undetermined), cost: signedMoney(cost, lang) })}</p>
      <Scroll label={t('reform.answer')}>
        <table className="plain run-totals">
          <thead><tr><td /><th scope="col" className="right">{t('reform.before')}</th><th scope="col" className="right">{t('reform.after')}</th><th scope="col" className="right">{t('reform.difference')}</th></tr></thead>
          <tbody>
            {line(t('verdict.met'), (sums) => sums.met, exact, count)}
            {line(t('verdict.undetermined'), (sums) => sums.undetermined, exact, count)}
            {line(t('verdict.not_met'), (sums) => sums.not_met, exact, count)}
            {line(t('reform.decided'), (sums) => sums.amount, (fen) => shortMoney(fen, lang), money)}
            {line(t('reform.ifMet'), (sums) => sums.amount_if_met, (fen) => shortMoney(fen, lang), money)}
          </tbody>
        </table>
      </Scroll>
      <p className="meta">{t('reform.method', { n: exact(found.rows) })}</p>
    </Section>
  );
}

/** The edges between the classes of change, in yuan, as the counts are split. */
const EDGES = [10_000, 100_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000];

function classNames(lang: 'zh' | 'en'): string[] {
  const up = EDGES.map((yuan) => shortMoney(yuan * 100, lang).replace(/\.0+(?=\D|$)/, ''));
  const sizes = [`< ${up[0] ?? ''}`, ...up.map((low, i) => (up[i + 1] === undefined ? `≥ ${low}` : `${low}–${up[i + 1] ?? ''}`))];
  return [...[...sizes].reverse().map((size) => `− ${size}`), ...sizes.map((size) => `+ ${size}`)];
}

function Plots({ found }: { found: Reformed }) {
  const { t, lang } = useLang();
  const { classes, winners, losers } = found.reform.change.if_met;
  const names = useMemo(() => classNames(lang), [lang]);
  const option = useMemo(() => classesPlot(names, classes, t('reform.cases')), [names, classes, t]);
  const title = winners + losers === 0 ? t('reform.plot.none') : t('reform.plot', { winners: exact(winners), losers: exact(losers) });
  return (
    <div className="reform-plots">
      <Plot title={title} name="reform" height={280} option={option} table={{ heading: [t('reform.change'), t('reform.cases')], rows: names.map((name, i) => [name, classes[i] ?? 0]) }} />
      {found.sweep?.axes.length === 1 && <Over sweep={found.sweep} />}
    </div>
  );
}

function Over({ sweep }: { sweep: Sweep }) {
  const { t, both, lang } = useLang();
  const axis = sweep.axes[0];
  const scale = lang === 'zh' ? 1e6 : 1e5;
  const option = useMemo(() => {
    const values = sweep.cells.map((cell) => Number(cell.values[0] ?? NaN));
    const words = { axis: axis ? `${both(axis.label)}（${both(axis.unit)}）` : '', money: `${t('reform.ifMet')} (${COLUMN_UNIT[lang]})`, met: t('reform.reached'), now: t('reform.now') };
    return sweepPlot(values, sweep.cells.map((cell) => cell.sums.amount_if_met / scale), sweep.cells.map((cell) => cell.sums.met + cell.sums.undetermined), words, axis?.today == null ? undefined : Number(axis.today));
  }, [sweep, axis, both, t, lang, scale]);
  const [first, last] = [sweep.cells[0], sweep.cells.at(-1)];
  if (axis === undefined || first === undefined || last === undefined) return null;
  const title = t('reform.over', { name: both(axis.label), first: first.values[0] ?? '', last: last.values[0] ?? '', a: shortMoney(first.sums.amount_if_met, lang), b: shortMoney(last.sums.amount_if_met, lang) });
  return <Plot title={title} name="sweep" height={280} option={option} table={{ heading: [axis.name, t('verdict.met'), t('verdict.undetermined'), t('verdict.not_met'), `${t('reform.decided')} (CNY)`, `${t('reform.ifMet')} (CNY)`], rows: sweep.cells.map(({ values, sums }) => [values[0] ?? null, sums.met, sums.undetermined, sums.not_met, sums.amount / 100, sums.amount_if_met / 100]) }} />;
}

type GroupRow = { key: string; before: Sums; after: Sums; moves: Moves };

/** Sums by district, street or kind, those of which most changes first. */
function Groups({ found }: { found: Reformed }) {
  const { t, lang } = useLang();
  const [search] = useSearchParams();
  const { reform, before } = found;
  const by = reform.group_columns.find((one) => one === search.get('group')) ?? reform.group_columns[0];
  const name = useGroup(by);
  const rows = useMemo(() => (by === undefined ? [] : groupRows(found, by)), [found, by]);
  if (by === undefined || before.groups[by] === undefined) return null;
  const label = (one: string) => (one === 'district' || one === 'street' || one === 'kind' ? t(`city.by.${one}`) : one);
  const money = (word: string) => <>{word}<div className="meta">{COLUMN_UNIT[lang]}</div></>;
  const columns: TableColumnsType<GroupRow> = [
    { title: by === 'district' || by === 'street' || by === 'kind' ? t(`city.group.${by}`) : by, key: 'key', width: 150, fixed: 'start', render: (_, row) => <Link to={`/ledger?${new URLSearchParams({ [by]: row.key }).toString()}`}>{name(row.key)}</Link> },
    { title: t('reform.cases'), key: 'cases', width: 80, align: 'right', render: (_, row) => <span className="num">{exact(row.before.cases)}</span> },
    { title: t('reform.winners'), key: 'winners', width: 80, align: 'right', render: (_, row) => <Count n={row.moves.winners} className="gain" /> },
    { title: t('reform.losers'), key: 'losers', width: 80, align: 'right', render: (_, row) => <Count n={row.moves.losers} className="loss" /> },
    { title: money(t('reform.before')), key: 'before', width: 110, align: 'right', render: (_, row) => <ColumnMoney fen={row.before.amount_if_met} /> },
    { title: money(t('reform.after')), key: 'after', width: 110, align: 'right', render: (_, row) => <ColumnMoney fen={row.after.amount_if_met} /> },
    { title: money(t('reform.difference')), key: 'difference', width: 110, align: 'right', render: (_, row) => <ColumnMoney fen={row.after.amount_if_met - row.before.amount_if_met} /> },
  ];
  const exports = () => save(`reform-${by}.csv`, new Blob([csv([label(by), t('reform.cases'), t('reform.winners'), t('reform.losers'), `${t('reform.before')} (CNY)`, `${t('reform.after')} (CNY)`], rows.map((row) => [name(row.key), row.before.cases, row.moves.winners, row.moves.losers, row.before.amount_if_met / 100, row.after.amount_if_met / 100]))], { type: 'text/csv' }));
  return (
    <Section title={t('reform.groups')} extra={<Button size="small" onClick={exports}>{t('say.export')}</Button>}>
      <TabLinks name="group" current={by} items={reform.group_columns.map((key) => ({ key, label: label(key) }))} />
      <Table rowKey="key" columns={columns} dataSource={rows} size="small" scroll={{ x: 720 }} pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false} />
    </Section>
  );
}

/** Coloured where there are any. */
function Count({ n, className }: { n: number; className: string }) {
  return <span className={n === 0 ? 'num meta' : `num ${className}`}>{exact(n)}</span>;
}

const NO_SUMS: Sums = { cases: 0, met: 0, not_met: 0, undetermined: 0, amount: 0, amount_if_met: 0 };
const NO_MOVES: Moves = { winners: 0, losers: 0, same: 0, undetermined: 0, gains: 0, losses: 0, classes: [] };

function groupRows({ before, reform }: Reformed, by: string): GroupRow[] {
  const moves = reform.change.groups[reform.group_columns.indexOf(by)] ?? {};
  const after = reform.after.groups[by] ?? {};
  const rows = Object.entries(before.groups[by] ?? {}).map(([key, sums]) => ({ key, before: sums, after: after[key] ?? NO_SUMS, moves: moves[key] ?? NO_MOVES }));
  const size = ({ moves: of }: GroupRow) => of.gains + of.losses;
  return rows.sort((a, b) => size(b) - size(a) || b.before.cases - a.before.cases);
}

function useGroup(by: string | undefined) {
  const { t, code, lang } = useLang();
  return (key: string): string => {
    if (key === '?') return t('city.notSaid');
    if (by === 'kind') return code('kind', key);
    return by === 'district' ? districtName(key, lang) : key;
  };
}

/** Which clauses moved the outcomes. */
function Clauses({ found }: { found: Reformed }) {
  const { t, both } = useLang();
  const { change, clause_labels } = found.reform;
  if (change.clauses.length === 0 && change.by_amount_alone === 0) return null;
  const word = (verdict: string) => (verdict === 'met' || verdict === 'not_met' || verdict === 'undetermined' || verdict === 'not_applicable' ? t(`verdict.${verdict}`) : t('say.none'));
  const rows = [...change.clauses].sort((a, b) => b.cases - a.cases);
  return (
    <Section title={t('reform.clauses')}>
      <Scroll label={t('reform.clauses')}>
        <table className="plain run-totals">
          <thead><tr><th scope="col">{t('reform.clause')}</th><th scope="col">{t('reform.before')}</th><th scope="col">{t('reform.after')}</th><th scope="col" className="right">{t('reform.cases')}</th></tr></thead>
          <tbody>
            {rows.map((row) => { const label = clause_labels[row.clause]; return <tr key={`${row.clause} ${row.from} ${row.to}`}><th scope="row">{label ? both(label) : row.clause}</th><td>{word(row.from)}</td><td>{word(row.to)}</td><td className="right num">{exact(row.cases)}</td></tr>; })}
            {change.by_amount_alone > 0 && <tr><th scope="row">{t('reform.byAmount')}</th><td /><td /><td className="right num">{exact(change.by_amount_alone)}</td></tr>}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

type Which = 'all' | 'gain' | 'loss' | 'other';

/** What a case gains (above nothing), loses (below), or null where one of its awards is not known. */
export function difference({ before, after }: Moved): number | null {
  return before.amount_if_met === undefined || after.amount_if_met === undefined ? null : after.amount_if_met - before.amount_if_met;
}

function Cases({ run, found }: Part) {
  const { t, lang, both } = useLang();
  const [which, setWhich] = useState<Which>('all');
  const { moved, clause_labels, group_columns, change } = found.reform;
  const kind = (one: Moved): Which => { const by = difference(one); return by === null || by === 0 ? 'other' : by > 0 ? 'gain' : 'loss'; };
  const rows = which === 'all' ? moved : moved.filter((one) => kind(one) === which);
  const all = change.if_met.winners + change.if_met.losers;
  const clauses = (one: Moved) => one.clauses.map(([id]) => { const label = clause_labels[id]; return label ? both(label) : id; }).join('；');
  const money = (word: string) => <>{word}<div className="meta">{COLUMN_UNIT[lang]}</div></>;
  const amount = (fen: number | undefined) => <ColumnMoney fen={fen ?? null} />;
  const district = group_columns.indexOf('district');
  const columns: TableColumnsType<Moved> = [
    { title: t('choice.space'), key: 'id', width: 190, render: (_, row) => <><Link className="wrap" to={`/space?id=${encodeURIComponent(row.id)}`}>{row.name ?? row.id}</Link><div className="meta">{row.name !== undefined && row.id}{district >= 0 && ` ${districtName(row.groups[district] ?? '', lang)}`}</div></> },
    { title: t('reform.before'), key: 'v1', width: 90, render: (_, row) => t(`verdict.${row.before.verdict}`) },
    { title: t('reform.after'), key: 'v2', width: 90, render: (_, row) => t(`verdict.${row.after.verdict}`) },
    { title: money(t('reform.before')), key: 'before', width: 100, align: 'right', render: (_, row) => amount(row.before.amount_if_met) },
    { title: money(t('reform.after')), key: 'after', width: 100, align: 'right', render: (_, row) => amount(row.after.amount_if_met) },
    { title: money(t('reform.difference')), key: 'difference', width: 110, align: 'right', render: (_, row) => { const by = difference(row); return by === null ? <span className="meta">—</span> : <span className={`num ${by < 0 ? 'loss' : 'gain'}`} title={exactMoney(by, lang)}>{by > 0 ? '+' : ''}{columnMoney(by, lang)}</span>; } },
    { title: t('reform.clauses'), key: 'clauses', width: 260, render: (_, row) => <span className="wrap">{clauses(row) || t('reform.byAmount')}</span> },
  ];
  const exports = () => save('reform-cases.csv', new Blob([csv([t('choice.space'), t('choice.space'), ...group_columns, t('reform.before'), t('reform.after'), `${t('reform.before')} (CNY)`, `${t('reform.after')} (CNY)`, t('reform.clauses')], rows.map((row) => [row.id, row.name ?? null, ...row.groups, row.before.verdict, row.after.verdict, yuan(row.before.amount_if_met), yuan(row.after.amount_if_met), clauses(row)]))], { type: 'text/csv' }));
  return (
    <Section title={t('reform.who')} extra={<div className="row"><Button size="small" onClick={exports}>{t('say.export')}</Button><Button size="small" onClick={() => void saveFile(run.id, 'reform.parquet')}>{t('reform.table')}</Button></div>}>
      <div className="row choice-show">
        <Radio.Group aria-label={t('reform.who')} optionType="button" buttonStyle="solid" value={which} onChange={(event) => setWhich(event.target.value as Which)}
          options={(['all', 'gain', 'loss', 'other'] as const).map((value) => ({ value, label: `${t(`reform.show.${value}`)} ${exact(value === 'all' ? moved.length : moved.filter((one) => kind(one) === value).length)}` }))} />
      </div>
      {moved.length < all && <p className="meta">{t('reform.largest', { n: exact(moved.length), all: exact(all) })}</p>}
      <Table rowKey="id" columns={columns} dataSource={rows} size="small" pagination={false} virtual scroll={{ x: 940, y: 420 }} />
    </Section>
  );
}

/** A sum for a table of numbers. */
function yuan(fen: number | undefined): string | null {
  return fen === undefined ? null : exactYuan(fen).replaceAll(',', '').replace('−', '-');
}
