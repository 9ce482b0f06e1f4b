/** Rows of the ledger, of which only those in sight are in the page. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Schema } from '../../api/client';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';

type Row = Schema['SpaceRow'];

export const COLUMNS = ['id', 'name', 'district', 'street', 'kind', 'project_kind', 'gross_floor_area_m2', 'year_built', 'address', 'owner', 'operator'] as const;

const NUMBERS: readonly string[] = ['gross_floor_area_m2', 'year_built'];
const ROW_PX = 37;

export function Grid({ rows, more, open }: { rows: Row[]; more: () => void; open: (id: string) => void }) {
  const { t } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser changes under this component, which is not memoised
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 12 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (last >= rows.length - 50) more();
  }, [last, rows.length, more]);

  return (
    <div className="grid-scroll" ref={box} tabIndex={0} role="region" aria-label={t('spaces.title')}>
      <div className="grid" role="table" aria-label={t('spaces.title')} aria-rowcount={rows.length + 1} style={{ height: virtual.getTotalSize() + ROW_PX }}>
        <div role="rowgroup" className="grid-head">
          <div role="row" aria-rowindex={1} className="grid-row">
            {COLUMNS.map((column) => <div role="columnheader" key={column} className={NUMBERS.includes(column) ? 'right' : undefined}>{t(`spaces.${column}`)}</div>)}
          </div>
        </div>
        <div role="rowgroup">
          {items.map((item) => {
            const row = rows[item.index];
            return row && (
              <div role="row" aria-rowindex={item.index + 2} className="grid-row" key={row.id} style={{ transform: `translateY(${item.start + ROW_PX}px)` }}>
                {COLUMNS.map((column) => <Cell key={column} row={row} column={column} open={open} />)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Cell({ row, column, open }: { row: Row; column: (typeof COLUMNS)[number]; open: (id: string) => void }) {
  const { t, code } = useLang();
  if (column === 'id') return <div role="cell"><button type="button" className="figure" onClick={() => open(row.id)}>{row.id}</button></div>;
  const value = row[column];
  if (value == null) return <div role="cell" className={NUMBERS.includes(column) ? 'right meta' : 'meta'} title={t('say.unknown')}>—</div>;
  if (typeof value === 'number') return <div role="cell" className="right num">{column === 'year_built' ? value : exact(value)}</div>;
  const text = column === 'kind' ? code('kind', value) : column === 'project_kind' ? code('project', value) : value;
  return <div role="cell" title={text} dir="auto">{text}</div>;
}
