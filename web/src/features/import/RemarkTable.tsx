/** Remarks as a table of which only the rows in sight are on the page; values can be mended where `edit` is given. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { Input } from 'antd';
import { useRef } from 'react';
import { useLang } from '../../ui/lang';
import type { Remark } from './corrections';

export type Editing = {
  /** The value as it stands in the list now, with what was mended; undefined where no cell can be. */
  valueOf: (remark: Remark) => string | undefined;
  isMended: (remark: Remark) => boolean;
  set: (remark: Remark, value: string) => void;
  open: (row: number) => void;
};

const GUESS_PX = 58;
const MOST_PX = 420;

export function RemarkTable({ remarks, label, edit }: { remarks: readonly Remark[]; label: string; edit?: Editing }) {
  const { t, both, code } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // The compiler of React leaves this component as it is: the virtualiser changes under it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: remarks.length, getScrollElement: () => box.current, estimateSize: () => GUESS_PX, overscan: 8, paddingStart: 34 });
  return (
    <div className="grid-scroll remark-scroll" ref={box} tabIndex={0} role="region" aria-label={label} style={{ height: Math.min(MOST_PX, virtual.getTotalSize() + 2) }}>
      <div className="remark-grid" role="table" aria-label={label} aria-rowcount={remarks.length + 1} style={{ height: virtual.getTotalSize() }}>
        <div role="rowgroup" className="grid-head">
          <div role="row" aria-rowindex={1} className="remark-row">
            <div role="columnheader" className="right">{t('import.row')}</div><div role="columnheader">{t('import.column')}</div><div role="columnheader">{t(edit ? 'import.value' : 'import.valueRead')}</div>
            <div role="columnheader">{t('import.expected')}</div><div role="columnheader">{t('import.remedy')}</div>
          </div>
        </div>
        <div role="rowgroup">
          {virtual.getVirtualItems().map((item) => {
            const remark = remarks[item.index];
            return remark && (
              <div
                role="row" aria-rowindex={item.index + 2} className={edit?.isMended(remark) === true ? 'remark-row remark-mended' : 'remark-row'} key={item.key}
                data-index={item.index} ref={virtual.measureElement} style={{ position: 'absolute', transform: `translateY(${item.start}px)` }}
              >
                <div role="cell" className="right num">
                  {remark.row === null ? '—' : edit ? <button type="button" className="figure num" aria-label={t('import.whole.open', { row: remark.row })} onClick={() => edit.open(remark.row ?? 0)}>{remark.row}</button> : remark.row}
                </div>
                <div role="cell" className="wrap">{remark.column}<div className="meta">{code('code', remark.code)}</div></div>
                <div role="cell" className="wrap"><Value remark={remark} edit={edit} /></div>
                <div role="cell" className="wrap">{both(remark.expected)}</div>
                <div role="cell" className="wrap">{both(remark.remedy)}</div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Value({ remark, edit }: { remark: Remark; edit: Editing | undefined }) {
  const { t } = useLang();
  const value = edit?.valueOf(remark);
  if (edit === undefined || value === undefined) return remark.value;
  return (
    <Input
      size="small" value={value} dir="auto" aria-label={t('import.editOf', { row: remark.row ?? '', column: remark.column })}
      onChange={(event) => edit.set(remark, event.target.value)}
    />
  );
}
