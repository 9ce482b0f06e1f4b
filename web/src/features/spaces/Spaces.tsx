/** The ledger: filters with their counts, rows as they are scrolled to, and one space opened beside. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { spaceCountQuery, spacesQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { readFilters, writeFilters } from '../../lib/address';
import { csv } from '../../lib/csv';
import { area, exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Fault, Loading, problemOf } from '../../ui/states';
import { COLUMNS, Grid } from './Grid';
import { Filters, NAMES } from './Filters';
import { SpaceDrawer } from './SpaceDrawer';

export function Component() {
  const { t } = useLang();
  const [search, setSearch] = useSearchParams();
  const filter = readFilters(search, NAMES);
  const query = useInfiniteQuery(spacesQuery(filter));
  const counted = useQuery(spaceCountQuery('kind', filter)).data?.rows;
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const all = counted?.reduce((sum, one) => sum + one.spaces, 0) ?? 0;
  const m2 = counted?.reduce((sum, one) => sum + one.gross_floor_area_m2, 0) ?? 0;
  const exports = () => {
    const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? null));
    save('spaces.csv', new Blob([csv(COLUMNS.map((column) => t(`spaces.${column}`)), lines)], { type: 'text/csv' }));
  };
  const more = () => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); };
  const open = search.get('at');
  return (
    <Page title={t('spaces.title')} what={counted && t('spaces.sum', { n: exact(all), area: area(Math.round(m2)) })}
      extra={<Button disabled={rows.length === 0} onClick={exports}>{t('say.export')}</Button>}>
      <Filters />
      {query.isError && <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />}
      {query.isPending && <Loading rows={10} />}
      {query.isSuccess && rows.length === 0 && <Empty title={t('spaces.empty')} what={t('spaces.empty.what')} />}
      {rows.length > 0 && (
        <>
          <Grid rows={rows} more={more} open={(id) => setSearch(writeFilters(search, { at: id }))} />
          <p className="list-foot meta" role="status">{t('say.ofRows', { n: exact(rows.length), all: exact(all) })}</p>
        </>
      )}
      {open !== null && <SpaceDrawer id={open} close={() => setSearch(writeFilters(search, { at: '' }))} />}
    </Page>
  );
}
