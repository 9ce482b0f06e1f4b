/** The ledger: groups with counts, table and map side by side, and the space that is selected in either. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { useAsk } from '../../api/jobs';
import { countQuery, rowsQuery } from '../../api/ledger';
import { save } from '../../api/upload';
import { writeFilters } from '../../lib/address';
import { csv } from '../../lib/csv';
import { exact } from '../../lib/number';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page } from '../../ui/page';
import { Empty, Fault, Loading, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { placesQuery } from '../map/load';
import { idAt, indexOf } from '../map/points';
import { Detail } from './Detail';
import { filterOf, NAMES } from './filter';
import { Groups } from './Groups';
import { LedgerMap } from './LedgerMap';
import { SpaceTable } from './SpaceTable';

export const IMPORTERS: readonly Schema['Role'][] = ['district_officer', 'municipal_officer', 'administrator'];
const COLUMNS = ['id', 'name', 'address', 'district', 'street', 'kind', 'project_kind', 'gross_floor_area_m2', 'year_built', 'owner', 'operator', 'lon_deg', 'lat_deg'] as const;

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const [search, setSearch] = useSearchParams();
  const written = NAMES.map((name) => search.get(name) ?? '').join('\n');
  // The same filter stays the same object while other parts of the address change.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const filter = useMemo(() => filterOf(search), [written]);
  const selected = search.get('space') ?? undefined;
  // The row is marked at once; map and panel follow when the selection rests.
  const shown = useSettled(selected, 120);
  const [from, setFrom] = useState<string>();
  const query = useInfiniteQuery(rowsQuery(filter, from));
  const count = useQuery(countQuery(filter, 'district'));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const total = count.data?.rows.reduce((sum, row) => sum + row.spaces, 0);
  const isWhole = Object.keys(filter).length === 0;
  const places = useQuery(placesQuery(filter));
  const select = (id: string | undefined) => setSearch(writeFilters(search, { space: id }), { replace: true, preventScrollReset: true });
  const selectOnMap = (id: string) => {
    select(id);
    if (rows.some((row) => row.id === id) || places.data === undefined) return;
    // The rows around it: the points stand in the order of the ledger.
    const at = indexOf(places.data.points, id);
    setFrom(at > 5 ? idAt(places.data.points, at - 5) : undefined);
  };
  const exports = () => save('spaces.csv', new Blob([csv(COLUMNS, rows.map((row) => COLUMNS.map((column) => row[column] ?? null)))], { type: 'text/csv' }));
  return (
    <Page
      title={t('ledger.title')}
      what={<Sum rows={count.data?.rows} />}
      extra={
        <>
          <Potential filter={filter} />
          <Button disabled={rows.length === 0} onClick={exports}>{t('say.export')}</Button>
          {IMPORTERS.includes(actor.role) && <LinkButton to="/import" primary>{t('ledger.import')}</LinkButton>}
        </>
      }
    >
      <div className="ledger">
        <Groups filter={filter} />
        <div className="ledger-rows">
          {query.isError && <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />}
          {query.isPending && <Loading rows={10} />}
          {query.isSuccess && rows.length === 0 && (
            isWhole ? <Empty title={t('ledger.empty')} what={t('ledger.empty.what')}><LinkButton to="/import">{t('ledger.import')}</LinkButton></Empty> : <Empty title={t('ledger.none')} what={t('ledger.none.what')} />
          )}
          {rows.length > 0 && (
            <>
              <SpaceTable rows={rows} selected={selected} onSelect={select} more={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); }} />
              <p className="ledger-foot meta" role="status">
                {t('ledger.shown', { n: exact(rows.length), all: exact(total ?? rows.length) })}
                {from !== undefined && <> · {t('ledger.from', { id: rows[0]?.id ?? from })} <Button type="link" size="small" onClick={() => setFrom(undefined)}>{t('ledger.fromStart')}</Button></>}
              </p>
            </>
          )}
        </div>
        <div className="ledger-right">
          <LedgerMap filter={filter} selected={shown} onSelect={selectOnMap} total={total} />
          {shown !== undefined && <Detail id={shown} close={() => select(undefined)} />}
        </div>
      </div>
    </Page>
  );
}

/** A value once it has been the same for some time. */
function useSettled<T>(value: T, rest_ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), rest_ms);
    return () => clearTimeout(timer);
  }, [value, rest_ms]);
  return settled;
}

function Sum({ rows }: { rows: Schema['SpaceCount'][] | undefined }) {
  const { t } = useLang();
  if (rows === undefined) return <span>{t('say.loading')}</span>;
  const sum = (of: 'spaces' | 'gross_floor_area_m2' | 'area_unknown') => rows.reduce((total, row) => total + row[of], 0);
  const unknown = sum('area_unknown');
  return (
    <span className="num wrap">
      {t('ledger.sum', { n: exact(sum('spaces')), area: exact(Math.round(sum('gross_floor_area_m2'))) })}
      {unknown > 0 && ` · ${t('ledger.unknownArea', { n: exact(unknown) })}`}
    </span>
  );
}

/** The potential of what one filter of place names, or of all. */
function Potential({ filter }: { filter: ReturnType<typeof filterOf> }) {
  const { t } = useLang();
  const go = useNavigate();
  const { ask, pending } = useAsk();
  const { district, street, ...rest } = filter;
  // A potential is of a place: where other filters narrow the rows, it would not be that of the rows.
  if (Object.keys(rest).length > 0 || district == null) return null;
  const area = street != null ? { street } : { district };
  const start = async () => {
    const job = await ask({ kind: 'potential', area, on: today() });
    if (job) void go(`/potential/${job.id}`);
  };
  return <Button loading={pending} onClick={() => void start()}>{t('potential.of', { what: t(street != null ? 'potential.of.street' : 'potential.of.district') })}</Button>;
}
