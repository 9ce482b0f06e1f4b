/** "From what?": every figure opens the short tree of what it was made from. */

import { Button, Drawer, Tag } from 'antd';
import { createContext, use, useState, type ReactNode } from 'react';
import type { Schema } from '../api/client';
import { useLang } from './lang';
import { Tree } from './Tree';

/** Result ← formula ← inputs, each with source, date and mark. */
export type Derivation = {
  label: string;
  value?: string;
  formula?: string;
  inputs?: Derivation[];
  source?: string;
  /** Addresses or titles of the texts that it was taken from. */
  sources?: string[];
  /** Its place in the instrument; `not_seen` where nobody here has read that. */
  article?: string;
  /** The day of a fact, or from which a rule holds. */
  date?: string;
  /** The day on which somebody last compared it with its source. */
  checked?: string;
  confirmed?: { by: string; on: string; against: string };
  mark?: Schema['Mark'];
  /** Address of the row, article or evidence. */
  to?: string;
};

const Context = createContext<((tree: Derivation) => void) | null>(null);

export function FromWhatProvider({ children }: { children: ReactNode }) {
  const { t } = useLang();
  const [tree, setTree] = useState<Derivation | null>(null);
  return (
    <Context value={setTree}>
      {children}
      <Drawer
        title={t('from.title')} open={tree !== null} onClose={() => setTree(null)} size={440} className="from-what" rootClassName="from-what-root"
        extra={<Button size="small" onClick={() => window.print()}>{t('say.print')}</Button>}
      >
        {tree && <Tree key={JSON.stringify(tree)} of={tree} />}
      </Drawer>
    </Context>
  );
}

/** The mark of confidence of a value, in words. */
export function MarkTag({ mark }: { mark: Schema['Mark'] }) {
  const { t } = useLang();
  return <Tag variant="outlined">{mark} · {t(`mark.${mark}`)}</Tag>;
}

/** A figure that can be asked where it comes from. */
export function Figure({ children, from, title }: { children: ReactNode; from: Derivation; title?: string }) {
  const { t } = useLang();
  const open = use(Context);
  return (
    <button type="button" className="figure num" title={title} aria-label={`${textOf(children)} ${t('from.ask', { label: from.label })}`} onClick={() => open?.(from)}>
      {children}
    </button>
  );
}

function textOf(children: ReactNode): string {
  return typeof children === 'string' || typeof children === 'number' ? String(children) : '';
}
