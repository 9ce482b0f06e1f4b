/** The city by district, street and kind: spaces, applications and money, each number a way to its rows. */

import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Radio, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { answered, api, type Schema } from '../../api/client';
import { countQuery } from '../../api/ledger';
import { boardQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { readFilters, writeFilters } from '../../lib/address';
import { csv } from '../../lib/csv';
import { COLUMN_UNIT, exactYuan } from '../../lib/money';
import { districtName } from '../../lib/places';
import { area, estimate, exact, percent } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { ColumnMoney, Money } from '../../ui/money';
import { Page, Section } from '../../ui/page';
import { Plot } from '../../ui/Plot';
import { Empty, Loaded } from '../../ui/states';
import { TabLinks } from '../../ui/tabs';
import { LedgerMap } from '../ledger/LedgerMap';
import { GROUPS, joined, ledgerAddress, totals, type By, type Row } from './groups';
import { barsPlot, top } from './plot';
import { useGroupName } from './names';
import { Screening } from './Screening';
import './planning.css';

const WITHIN = ['district', 'street', 'kind', 'project_kind'] as const;

type Within = Partial<Record<(typeof WITHIN)[number], string>>;

/** Every application that the caller may see, page after page. */
const allApplications = queryOptions({
  queryKey: ['applications', 'all'],
  queryFn: async () => {
    const rows: Schema['ApplicationRow'][] = [];
    let after: string | null | undefined;
    do {
      const page = await answered(api.GET('/api/v1/applications', { params: { query: { limit: 500, ...(after != null && { after }) } } }));
      rows.push(...page.rows);
      after = page.next;
    } while (after != null);
    return rows;
  },
  staleTime: 30_000,
});

export function Component() {
  const { t } = useLang();
  const [search] = useSearchParams();
  const by = GROUPS.find((one) => one === search.get('by')) ?? 'district';
  const within: Within = readFilters(search, WITHIN);
  const counts = useQuery(countQuery(within, by));
  const applications = useQuery(allApplications).data;
  const board = useQuery(boardQuery).data?.rows;
  // Applications and money know nothing of the kind of building or the street.
  const is_whole = Object.keys(within).length === 0;
  const rows = useMemo(() => counts.data && joined(by, counts.data.rows, is_whole ? applications : undefined, is_whole ? board : undefined), [by, counts.data, is_whole, applications, board]);
  const exports = useExport(by);
  return (
    <Page title={t('city.title')} what={t('city.what')} extra={<Button disabled={!rows?.length} onClick={() => rows && exports(rows)}>{t('say.export')}</Button>}>
      <TabLinks name="by" current={by} items={GROUPS.map((key) => ({ key, label: t(`city.by.${key}`) }))} />
      <Within within={within} />
      <Loaded query={counts}>
        {() => (rows === undefined || rows.length === 0 ? <Empty title={t('city.empty')} what={t('city.empty.what')} /> : (
          <>
            <Totals rows={rows} by={by} within={within} />
            <div className="city-plots"><Bars rows={rows} by={by} /><Where within={within} total={rows.reduce((sum, row) => sum + row.spaces, 0)} /></div>
            <Groups rows={rows} by={by} within={within} />
          </>
        ))}
      </Loaded>
      <Screening by={by} />
    </Page>
  );
}

/** Within what the numbers are, each part of it to be taken away. */
function Within({ within }: { within: Within }) {
  const { t } = useLang();
  const name = useGroupName();
  const [search] = useSearchParams();
  const parts = WITHIN.filter((one) => within[one] !== undefined);
  if (parts.length === 0) return null;
  return (
    <p className="where">
      <span className="meta">{t('city.within')}</span>{' '}
      <Link to={`?${writeFilters(search, Object.fromEntries(WITHIN.map((one) => [one, '']))).toString()}`}>{t('city.whole')}</Link>
      {parts.map((one) => (
        <span key={one}> › {name(one, within[one])} <Link to={`?${writeFilters(search, { [one]: '' }).toString()}`} aria-label={`${t('say.remove')} ${name(one, within[one])}`}>×</Link></span>
      ))}
    </p>
  );
}

function Totals({ rows, by, within }: { rows: Row[]; by: By; within: Within }) {
  const { t } = useLang();
  const sum = totals(rows);
  const all = ledgerAddress(by, { ...rows[0], id: '', key: undefined, district: undefined } as unknown as Row, within);
  return (
    <dl className="totals">
      <div><dt>{t('city.spaces')}</dt><dd><Link className="num" to={all}>{exact(sum.spaces)}</Link></dd></div>
      <div><dt>{t('city.area')}</dt><dd className="num">{area(Math.round(sum.gross_floor_area_m2))}{sum.area_unknown > 0 && <div className="meta">{t('city.area.unknown')}: {exact(sum.area_unknown)}</div>}</dd></div>
      {sum.applications !== undefined && <div><dt>{t('city.applications')}</dt><dd><Link className="num" to="/applications">{exact(sum.applications)}</Link></dd></div>}
      {sum.appropriated !== undefined && <div><dt>{t('city.appropriated')}</dt><dd><Link to="/money"><Money fen={sum.appropriated} /></Link></dd></div>}
      {sum.paid !== undefined && <div><dt>{t('city.paid')}</dt><dd><Link to="/money"><Money fen={sum.paid} /></Link></dd></div>}
    </dl>
  );
}

/** Where they are; a space that is clicked opens. */
function Where({ within, total }: { within: Within; total: number }) {
  const go = useNavigate();
  return <LedgerMap filter={within} selected={undefined} onSelect={(id) => void go(`/space?id=${encodeURIComponent(id)}`)} total={total} />;
}

function Bars({ rows, by }: { rows: Row[]; by: By }) {
  const { t } = useLang();
  const name = useGroupName();
  const [measure, setMeasure] = useState<'spaces' | 'area'>('spaces');
  const of = useMemo(() => (row: Row) => (measure === 'spaces' ? row.spaces : row.gross_floor_area_m2), [measure]);
  const shown = useMemo(() => top(rows, of), [rows, of]);
  const names = shown.rows.map((row) => name(by, row.key));
  const more = shown.rest > 0 ? [t('city.rest', { n: shown.groups })] : [];
  const all = names.concat(more).join('\n');
  const option = useMemo(() => barsPlot(all.split('\n'), [...shown.rows.map(of), ...(shown.rest > 0 ? [shown.rest] : [])].map((value) => (measure === 'spaces' ? value : value / 10_000)), t(`city.plot.axis.${measure}`)), [all, shown, of, measure, t]);
  const first = shown.rows[0];
  if (first === undefined) return null;
  const sum = rows.reduce((total, row) => total + of(row), 0);
  const n = measure === 'spaces' ? exact(first.spaces) : `${estimate(first.gross_floor_area_m2)} m²`;
  return (
    <div className="city-plot">
      <Radio.Group size="small" aria-label={t('city.measure')} optionType="button" buttonStyle="solid" value={measure} onChange={(event) => setMeasure(event.target.value as 'spaces' | 'area')}
        options={(['spaces', 'area'] as const).map((value) => ({ value, label: t(`city.${value}`) }))} />
      <Plot title={t(`city.plot.${measure}`, { name: name(by, first.key), n, share: percent(sum === 0 ? 0 : of(first) / sum) })} name="city" height={(shown.rows.length + more.length) * 24 + 60} option={option}
        table={{ heading: [t(`city.group.${by}`), t(`city.${measure}`)], rows: rows.map((row) => [name(by, row.key), of(row)]) }} />
    </div>
  );
}

function Groups({ rows, by, within }: { rows: Row[]; by: By; within: Within }) {
  const { t, lang } = useLang();
  const name = useGroupName();
  const [search] = useSearchParams();
  const has = (key: 'applications' | 'appropriated') => rows.some((row) => row[key] !== undefined);
  const money = (word: 'city.investment' | 'city.award' | 'city.appropriated' | 'city.paid') => <>{t(word)}<div className="meta">{COLUMN_UNIT[lang]}</div></>;
  const inner = (row: Row) => (by === 'district' && row.key != null && row.spaces > 0 ? <Link to={`?${writeFilters(search, { by: 'street', district: row.key }).toString()}`}>{t('city.inner')}</Link> : row.district != null && districtName(row.district, lang));
  const listed = (row: Row) => `/applications?${new URLSearchParams({ [by]: row.code ?? '' }).toString()}`;
  const columns: TableColumnsType<Row> = [
    { title: t(`city.group.${by}`), key: 'key', width: 150, fixed: 'start', render: (_, row) => <>{name(by, row.key)}<div className="meta">{inner(row)}</div></> },
    { title: t('city.spaces'), key: 'spaces', width: 90, align: 'right', sorter: (a, b) => a.spaces - b.spaces, render: (_, row) => (row.spaces === 0 ? <span className="num">0</span> : <Link className="num" to={ledgerAddress(by, row, within)}>{exact(row.spaces)}</Link>) },
    {
      title: <>{t('city.area')}<div className="meta">m²</div></>, key: 'area', width: 130, align: 'right', sorter: (a, b) => a.gross_floor_area_m2 - b.gross_floor_area_m2,
      render: (_, row) => <><span className="num">{exact(Math.round(row.gross_floor_area_m2))}</span>{row.area_unknown > 0 && <div className="meta">{t('city.area.some', { n: row.area_unknown })}</div>}</>,
    },
    ...(has('applications') ? [
      { title: t('city.applications'), key: 'applications', width: 115, align: 'right' as const, sorter: (a: Row, b: Row) => (a.applications ?? 0) - (b.applications ?? 0), render: (_: unknown, row: Row) => (row.applications ? <Link className="num" to={listed(row)}>{exact(row.applications)}</Link> : <span className="num">{row.applications === 0 ? '0' : '—'}</span>) },
      { title: money('city.investment'), key: 'investment', width: 120, align: 'right' as const, render: (_: unknown, row: Row) => <ColumnMoney fen={row.investment} /> },
      { title: money('city.award'), key: 'award', width: 110, align: 'right' as const, render: (_: unknown, row: Row) => <ColumnMoney fen={row.award} /> },
    ] : []),
    ...(has('appropriated') ? [
      { title: money('city.appropriated'), key: 'appropriated', width: 110, align: 'right' as const, render: (_: unknown, row: Row) => <ColumnMoney fen={row.appropriated} /> },
      { title: money('city.paid'), key: 'paid', width: 110, align: 'right' as const, render: (_: unknown, row: Row) => <ColumnMoney fen={row.paid} /> },
    ] : []),
  ];
  const width = columns.reduce((sum, column) => sum + Number(column.width), 0);
  return <Section title={t(`city.by.${by}`)}><Table rowKey="id" columns={columns} dataSource={rows} size="small" scroll={{ x: width }} pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false} /></Section>;
}

function useExport(by: By) {
  const { t } = useLang();
  const name = useGroupName();
  return (rows: readonly Row[]) => {
    const yuan = (fen: number | undefined) => (fen === undefined ? null : exactYuan(fen).replaceAll(',', '').replace('−', '-'));
    const heading = [t(`city.group.${by}`), t('city.group.district'), t('city.spaces'), `${t('city.area')} (m²)`, t('city.area.unknown'), t('city.place.unknown'), t('city.applications'), ...(['investment', 'award', 'appropriated', 'paid'] as const).map((one) => `${t(`city.${one}`)} (CNY)`)];
    const lines = rows.map((row) => [name(by, row.key), row.district ?? null, row.spaces, row.gross_floor_area_m2, row.area_unknown, row.place_unknown, row.applications ?? null, yuan(row.investment), yuan(row.award), yuan(row.appropriated), yuan(row.paid)]);
    save(`city-${by}.csv`, new Blob([csv(heading, lines)], { type: 'text/csv' }));
  };
}
