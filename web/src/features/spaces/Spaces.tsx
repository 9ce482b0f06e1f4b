/** The ledger as a table: rows come as they are scrolled to, however many there are. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Input } from 'antd';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { spacesQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { readFilters, writeFilters } from '../../lib/address';
import { csv } from '../../lib/csv';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Fault, Loading, problemOf } from '../../ui/states';

const NAMES = ['district', 'street', 'kind', 'project_kind'] as const;
const COLUMNS = ['id', 'name', 'address', 'district', 'street', 'kind', 'project_kind', 'owner', 'operator'] as const;
const ROW_PX = 37;

type Row = Schema['SpaceRow'];

export function Component() {
  const { t } = useLang();
  const [search] = useSearchParams();
  const query = useInfiniteQuery(spacesQuery(readFilters(search, NAMES)));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const exports = () => {
    const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? null));
    save('spaces.csv', new Blob([csv(COLUMNS.map((column) => t(`spaces.${column}`)), lines)], { type: 'text/csv' }));
  };
  const more = () => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage(); };
  return (
    <Page title={t('spaces.title')} extra={<Button disabled={rows.length === 0} onClick={exports}>{t('say.export')}</Button>}>
      <Filters />
      {query.isError && <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />}
      {query.isPending && <Loading rows={10} />}
      {query.isSuccess && rows.length === 0 && <Empty title={t('spaces.empty')} what={t('spaces.empty.what')} />}
      {rows.length > 0 && (
        <>
          <Rows rows={rows} more={more} />
          <p className="list-foot meta" role="status">
            {query.isFetchingNextPage ? t('say.loadingCount', { n: exact(rows.length) }) : t(query.hasNextPage ? 'say.rowsMore' : 'say.rows', { n: exact(rows.length) })}
          </p>
        </>
      )}
    </Page>
  );
}

function Filters() {
  const { t } = useLang();
  const [search, setSearch] = useSearchParams();
  const chosen = readFilters(search, NAMES);
  return (
    <div className="filters">
      {NAMES.map((name) => (
        <label key={name}>
          {t(`spaces.${name}`)}
          <Input
            key={chosen[name] ?? ''} defaultValue={chosen[name]} allowClear title={t('spaces.hint')}
            onPressEnter={(event) => setSearch(writeFilters(search, { [name]: event.currentTarget.value.trim() }))}
            onBlur={(event) => { if (event.target.value.trim() !== (chosen[name] ?? '')) setSearch(writeFilters(search, { [name]: event.target.value.trim() })); }}
          />
        </label>
      ))}
    </div>
  );
}

function Rows({ rows, more }: { rows: Row[]; more: () => void }) {
  const { t, code } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // The compiler of React leaves this component as it is: the virtualiser changes under it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 12 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (last >= rows.length - 50) more();
  }, [last, rows.length, more]);

  const show = (row: Row, column: (typeof COLUMNS)[number]) => {
    const value = row[column];
    if (value == null) return <span className="meta" aria-label={t('say.unknown')}>—</span>;
    if (column === 'kind') return code('kind', value);
    return column === 'project_kind' ? code('project', value) : value;
  };
  return (
    <div className="grid-scroll" ref={box} tabIndex={0} role="region" aria-label={t('spaces.title')}>
      <div className="grid" role="table" aria-label={t('spaces.title')} aria-rowcount={rows.length + 1} style={{ height: virtual.getTotalSize() + ROW_PX }}>
        <div role="rowgroup" className="grid-head">
          <div role="row" aria-rowindex={1} className="grid-row">{COLUMNS.map((column) => <div role="columnheader" key={column}>{t(`spaces.${column}`)}</div>)}</div>
        </div>
        <div role="rowgroup">
          {items.map((item) => {
            const row = rows[item.index];
            return row && (
              <div role="row" aria-rowindex={item.index + 2} className="grid-row" key={row.id} style={{ transform: `translateY(${item.start + ROW_PX}px)` }}>
                {COLUMNS.map((column) => <div role="cell" key={column} title={row[column] ?? undefined} dir="auto">{show(row, column)}</div>)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
