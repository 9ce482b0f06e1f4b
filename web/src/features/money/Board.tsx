/** Where the budget's money is, by line, with a plot. */

import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { useProgrammes } from '../../api/names';
import { boardQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { csv } from '../../lib/csv';
import { COLUMN_UNIT, exactMoney, exactYuan, shortMoney } from '../../lib/money';
import { estimate } from '../../lib/number';
import type { Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { ColumnMoney, Money } from '../../ui/money';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded, Loading } from '../../ui/states';
import { useSession } from '../session/session';
import { BudgetActs } from './BudgetActs';
import { BUCKETS, DIVIDED, sums, type Bucket, type Sums } from './sums';

const BoardChart = lazy(() => import('./BoardChart'));

type Row = Schema['BoardWire'];

const keyOf = (row: Row) => `${row.programme} ${row.year} ${row.district} ${row.project_kind}`;

export function Component() {
  const { t, code } = useLang();
  const { actor } = useSession();
  const query = useQuery(boardQuery);
  // A line is on the board once it has money.
  const lines = useProgrammes().programmes.flatMap((one) => one.lines);
  const exports = (rows: readonly Row[]) => {
    const heading = [t('apps.programme'), t('board.year'), t('apps.district'), t('apps.kind'), ...BUCKETS.map((bucket) => `${t(`board.${bucket}`)} (CNY)`)];
    const yuan = (fen: number) => exactYuan(fen).replaceAll(',', '').replace('−', '-');
    const lines = rows.map((row) => [row.programme, row.year, code('district', row.district), code('project', row.project_kind), ...BUCKETS.map((bucket) => yuan(row[bucket]))]);
    save('board.csv', new Blob([csv(heading, lines)], { type: 'text/csv' }));
  };
  return (
    <Page title={t('board.title')} what={t('board.what')}
      extra={<>{actor.role === 'finance' && <BudgetActs isEmpty={query.data?.rows.length === 0 && lines.length === 0} />}<Button onClick={() => exports(query.data?.rows ?? [])}>{t('say.export')}</Button></>}>
      <Loaded query={query}>
        {({ rows }) => (rows.length === 0 ? <Nothing lines={lines.length} /> : <Lines rows={rows} />)}
      </Loaded>
    </Page>
  );
}

function Nothing({ lines }: { lines: number }) {
  const { t } = useLang();
  return lines === 0
    ? <Empty title={t('board.empty')} what={t('board.empty.what')}><Link to="/programmes">{t('nav.programmes')}</Link></Empty>
    : <Empty title={t('board.unfunded', { n: lines })} what={t('board.unfunded.what')} />;
}

function Lines({ rows }: { rows: Row[] }) {
  const { t, lang } = useLang();
  const total = sums(rows);
  const share = total.appropriated === 0 ? '—' : `${estimate((total.disbursed / total.appropriated) * 100)} %`;
  return (
    <>
      <Totals total={total} rows={rows} />
      <Section title={t('board.chart', { paid: shortMoney(total.disbursed, lang), share })}>
        <Suspense fallback={<Loading rows={5} />}><BoardChart rows={rows} /></Suspense>
      </Section>
      <BoardTable rows={rows} total={total} />
    </>
  );
}

function useTree() {
  const { t, lang, code } = useLang();
  const formula = (bucket: Bucket) => t(bucket === 'appropriated' ? 'board.from.appropriated' : bucket === 'available' ? 'board.from.available' : 'board.from.moved');
  const line = (row: Row) => `${row.programme} · ${row.year} · ${code('district', row.district)} · ${code('project', row.project_kind)}`;
  return {
    ofRow: (row: Row, bucket: Bucket): Derivation => ({
      label: `${t(`board.${bucket}`)} · ${line(row)}`, formula: formula(bucket), source: t('board.from.ledger'),
      inputs: bucket === 'available' ? DIVIDED.filter((one) => one !== 'available').map((one) => ({ label: t(`board.${one}`), value: exactMoney(row[one], lang) })) : [],
    }),
    ofTotal: (rows: Row[], bucket: Bucket): Derivation => ({
      label: `${t(`board.${bucket}`)} · ${t('board.total')}`, formula: t('board.from.sum'),
      inputs: rows.map((row) => ({ label: line(row), value: exactMoney(row[bucket], lang), source: t('board.from.ledger') })),
    }),
  };
}

function Totals({ total, rows }: { total: Sums; rows: Row[] }) {
  const { t } = useLang();
  const tree = useTree();
  return (
    <dl className="totals">
      {(['appropriated', 'available', 'reserved', 'committed', 'disbursed', 'returned'] as const).map((bucket) => (
        <div key={bucket}><dt>{t(`board.${bucket}`)}</dt><dd><Money fen={total[bucket]} from={tree.ofTotal(rows, bucket)} /></dd></div>
      ))}
    </dl>
  );
}

function BoardTable({ rows, total }: { rows: Row[]; total: Sums }) {
  const { t, lang, code } = useLang();
  const tree = useTree();
  const columns: TableColumnsType<Row> = [
    {
      title: t('board.line'), key: 'line', width: 230, fixed: 'start',
      render: (_, row) => <><div>{code('district', row.district)} · {row.year}</div><div className="meta">{row.programme} · {code('project', row.project_kind)}</div></>,
    },
    ...BUCKETS.map((bucket) => ({
      title: t(`board.${bucket}`), key: bucket, align: 'right' as const, width: 118,
      render: (_: unknown, row: Row) => <ColumnMoney fen={row[bucket]} from={tree.ofRow(row, bucket)} />,
    })),
  ];
  return (
    <Section title={t('board.line')} extra={<span className="meta">{COLUMN_UNIT[lang]}</span>}>
      <Table
        rowKey={keyOf} columns={columns} dataSource={rows} pagination={false} size="small" scroll={{ x: 1290 }}
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0}><strong>{t('board.total')}</strong></Table.Summary.Cell>
            {BUCKETS.map((bucket, i) => <Table.Summary.Cell key={bucket} index={i + 1} align="right"><strong><ColumnMoney fen={total[bucket]} from={tree.ofTotal(rows, bucket)} /></strong></Table.Summary.Cell>)}
          </Table.Summary.Row>
        )}
      />
    </Section>
  );
}
