import type { ReactNode } from 'react';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';

export type LegendRow = { key: string; colour: string; name: string; count: number; isHatched?: boolean };

/** What the colours of a map mean, as a list that can be read aloud. */
export function Legend({ title, rows, children }: { title: string; rows: LegendRow[]; children?: ReactNode }) {
  const { t } = useLang();
  return (
    <div className="legend">
      <p className="legend-title">{title}</p>
      <ul aria-label={title}>
        {rows.map(({ key, colour, name, count, isHatched }) => (
          <li key={key}>
            <span className={isHatched === true ? 'swatch hatch' : 'swatch'} style={isHatched === true ? undefined : { background: colour }} aria-hidden="true" />
            <span className="legend-name">{name}</span>
            <span className="num" aria-label={t('ledger.spaces', { n: exact(count) })}>{exact(count)}</span>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
