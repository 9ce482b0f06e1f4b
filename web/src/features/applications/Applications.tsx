/** Applications as a table; what is chosen stands in the address. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, Tag, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { useOrganisations } from '../../api/names';
import { applicationsQuery, type ApplicationFilter } from '../../api/queries';
import { save } from '../../api/upload';
import { readFilters } from '../../lib/address';
import { csv } from '../../lib/csv';
import { COLUMN_UNIT, exactYuan } from '../../lib/money';
import { Due } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { ColumnMoney } from '../../ui/money';
import { Joined, Page } from '../../ui/page';
import { Empty, Fault, Loading, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { Filters, NAMES } from './Filters';
import { useStageName } from './stageName';

type Row = Schema['ApplicationRow'];

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const [search] = useSearchParams();
  const { ended, ...rest } = readFilters(search, NAMES);
  const filter: ApplicationFilter = { ...rest, ...(ended !== undefined && { ended: ended === 'true' }), sort: (rest.sort ?? 'due') as Schema['Order'] };
  const query = useInfiniteQuery(applicationsQuery(filter));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const isOwner = actor.role === 'applicant';
  const exports = useExport();
  return (
    <Page
      title={t(isOwner ? 'apps.mine' : 'apps.title')}
      extra={
        <>
          {isOwner && <LinkButton primary to="/apply">{t('nav.apply')}</LinkButton>}
          <Button disabled={rows.length === 0} onClick={() => exports(rows)}>{t('say.export')}</Button>
        </>
      }
    >
      <Filters />
      {query.isError && <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />}
      {query.isPending && <Loading rows={8} />}
      {query.isSuccess && rows.length === 0 && <Nothing isOwner={isOwner && search.size === 0} />}
      {rows.length > 0 && (
        <>
          <Rows rows={rows} />
          <div className="list-foot">
            <span className="meta" role="status">{t(query.hasNextPage ? 'say.rowsMore' : 'say.rows', { n: rows.length })}</span>
            {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('say.more')}</Button>}
          </div>
        </>
      )}
    </Page>
  );
}

function Nothing({ isOwner }: { isOwner: boolean }) {
  const { t } = useLang();
  if (!isOwner) return <Empty title={t('apps.empty')} what={t('apps.empty.what')} />;
  return <Empty title={t('apps.none.mine')} what={t('apps.none.mine.what')}><LinkButton primary to="/apply">{t('nav.apply')}</LinkButton></Empty>;
}

function Rows({ rows }: { rows: Row[] }) {
  const { t, lang, code } = useLang();
  const stageName = useStageName();
  const name = useOrganisations();
  const money = (word: 'apps.investment' | 'apps.award' | 'apps.paid') => <>{t(word)}<div className="meta">{COLUMN_UNIT[lang]}</div></>;
  const columns: TableColumnsType<Row> = [
    {
      title: t('apps.name'), key: 'title', width: 250,
      render: (_, row) => (
        <div className="cell-name">
          <Link to={`/applications/${encodeURIComponent(row.id)}`} className="wrap">{row.title}</Link>
          <div className="meta"><Joined of={[name(row.applicant), row.id]} /></div>
        </div>
      ),
    },
    {
      title: t('apps.stage'), key: 'stage', width: 150,
      render: (_, row) => (
        <>
          {stageName(row.programme, row.stage)}
          <div className="tags">
            {row.suspended != null && <Tag color="warning">{t('apps.suspended')}</Tag>}
            {row.suspected && <Tag color="warning">{t('apps.suspected')}</Tag>}
            {row.ended && <Tag>{t('apps.ended')}</Tag>}
          </div>
        </>
      ),
    },
    { title: t('apps.due'), key: 'due', width: 105, render: (_, row) => (row.ended ? <span className="meta">—</span> : <Due day={row.due} />) },
    {
      title: t('apps.district'), key: 'where', width: 150,
      render: (_, row) => <>{code('district', row.district)}<div className="meta">{code('project', row.project_kind)} · {t(`mode.${row.mode}`)}</div></>,
    },
    { title: money('apps.investment'), key: 'investment', width: 108, align: 'right', render: (_, row) => <ColumnMoney fen={row.investment} /> },
    { title: money('apps.award'), key: 'award', width: 100, align: 'right', render: (_, row) => <ColumnMoney fen={row.award} /> },
    { title: money('apps.paid'), key: 'paid', width: 100, align: 'right', render: (_, row) => <ColumnMoney fen={row.paid} /> },
  ];
  return <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} size="small" scroll={{ x: 960 }} sticky={{ offsetHeader: 48 }} />;
}

/** What is shown, with the exact sums. */
function useExport() {
  const { t, code } = useLang();
  const stageName = useStageName();
  const name = useOrganisations();
  return (rows: readonly Row[]) => {
    const yuan = (fen: number | null | undefined) => (fen == null ? null : exactYuan(fen).replaceAll(',', '').replace('−', '-'));
    const heading = [
      t('apps.id'), t('apps.name'), t('apps.programme'), t('apps.district'), t('apps.kind'), t('apps.mode'), t('apps.stage'), t('apps.entered'), t('apps.due'),
      t('apps.applicant'), t('apps.beneficiary'), ...(['apps.investment', 'apps.award', 'apps.reserved', 'apps.paid'] as const).map((word) => `${t(word)} (CNY)`),
    ];
    const lines = rows.map((row) => [
      row.id, row.title, row.programme, code('district', row.district), code('project', row.project_kind), t(`mode.${row.mode}`), stageName(row.programme, row.stage),
      row.entered, row.due ?? null, name(row.applicant), name(row.beneficiary), yuan(row.investment), yuan(row.award), yuan(row.reserved), yuan(row.paid),
    ]);
    save('applications.csv', new Blob([csv(heading, lines)], { type: 'text/csv' }));
  };
}
