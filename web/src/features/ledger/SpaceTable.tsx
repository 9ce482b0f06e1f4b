/** Rows of the ledger; only those in sight are on the page, however many were read. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Schema } from '../../api/client';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';

type Row = Schema['SpaceRow'];

const ROW_PX = 46;
const HEAD_PX = 34;
const COLUMNS = ['name', 'kind', 'area', 'where', 'address', 'project_kind', 'year', 'owner', 'operator'] as const;

export function SpaceTable({ rows, selected, onSelect, more }: { rows: Row[]; selected: string | undefined; onSelect: (id: string) => void; more: () => void }) {
  const { t } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // The compiler of React leaves this component as it is: the virtualiser changes under it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 10, scrollPaddingStart: HEAD_PX, paddingStart: HEAD_PX });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const at = selected === undefined ? -1 : rows.findIndex((row) => row.id === selected);

  useEffect(() => {
    if (last >= rows.length - 40) more();
  }, [last, rows.length, more]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);

  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : rows[Math.max(0, at + step)];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
  };
  const click = (event: MouseEvent<HTMLElement>) => {
    const line = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const row = rows[Number(line?.dataset.at)];
    if (row) onSelect(row.id);
  };
  const words = { name: 'ledger.column.name', kind: 'ledger.column.kind', area: 'ledger.column.area', where: 'ledger.column.where', address: 'spaces.address', project_kind: 'spaces.project_kind', year: 'ledger.column.year', owner: 'spaces.owner', operator: 'spaces.operator' } as const;
  return (
    <div className="grid-scroll" ref={box} tabIndex={0} role="region" aria-label={t('ledger.table')} onKeyDown={move}>
      <div className="grid" role="table" aria-label={t('ledger.title')} aria-rowcount={rows.length + 1} style={{ height: virtual.getTotalSize() }}>
        <div role="rowgroup" className="grid-head">
          <div role="row" aria-rowindex={1} className="grid-row">{COLUMNS.map((column) => <div role="columnheader" key={column} className={column === 'area' || column === 'year' ? 'right' : undefined}>{t(words[column])}</div>)}</div>
        </div>
        <div role="rowgroup" onClick={click}>
          {items.map((item) => {
            const row = rows[item.index];
            return row && <Line key={row.id} row={row} at={item.index} top={item.start} isSelected={row.id === selected} />;
          })}
        </div>
      </div>
    </div>
  );
}

/** One row; it is drawn again only when it is selected or no longer so. */
const Line = memo(function Line({ row, at, top, isSelected }: { row: Row; at: number; top: number; isSelected: boolean }) {
  return (
    <div
      role="row" aria-rowindex={at + 2} data-at={at} aria-selected={isSelected} className={isSelected ? 'grid-row grid-selected' : 'grid-row'}
      style={{ transform: `translateY(${top}px)` }}
    >
      {COLUMNS.map((column) => <Cell key={column} row={row} column={column} />)}
    </div>
  );
});

function Cell({ row, column }: { row: Row; column: (typeof COLUMNS)[number] }) {
  const { t, code } = useLang();
  if (column === 'name') {
    return (
      <div role="cell" className="grid-name">
        <div dir="auto" title={row.name ?? row.id}>{row.name ?? row.id}</div>
        <div className="meta num" title={row.id}>{row.id}</div>
      </div>
    );
  }
  const text = {
    kind: row.kind && code('kind', row.kind), area: row.gross_floor_area_m2 != null ? exact(Math.round(row.gross_floor_area_m2)) : null,
    where: [row.district, row.street].filter((one) => one != null).join(' · ') || null, address: row.address, project_kind: row.project_kind && code('project', row.project_kind),
    year: row.year_built, owner: row.owner, operator: row.operator,
  }[column];
  const isNumber = column === 'area' || column === 'year';
  return <div role="cell" dir="auto" className={isNumber ? 'right num' : undefined} title={text == null ? undefined : String(text)}>{text ?? <span className="meta" aria-label={t('say.unknown')}>—</span>}</div>;
}
