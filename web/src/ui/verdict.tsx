/** A clause as one line: mark, clause, value against threshold, ground. Undetermined is a hatch. */

import type { ReactNode } from 'react';
import { useLang } from './lang';

export type VerdictKind = 'met' | 'not_met' | 'undetermined' | 'not_applicable';

const SIGN: Record<VerdictKind, string> = { met: '✓', not_met: '✕', undetermined: '', not_applicable: '–' };

export function Verdict({ kind, clause, value, ground }: { kind: VerdictKind; clause: ReactNode; value?: ReactNode; ground?: ReactNode }) {
  const { t } = useLang();
  return (
    <li className={`verdict verdict-${kind}`}>
      <span className="verdict-sign" role="img" aria-label={t(`verdict.${kind}`)}>{SIGN[kind]}</span>
      <span className="verdict-clause">{clause}</span>
      {value !== undefined && <span className="verdict-value num">{value}</span>}
      {ground !== undefined && <span className="verdict-ground meta">{ground}</span>}
    </li>
  );
}

export function Verdicts({ children }: { children: ReactNode }) {
  return <ul className="verdicts">{children}</ul>;
}
