/** "From what?": every figure opens the short tree of what it was made from. */

import { Drawer, Tag } from 'antd';
import { createContext, use, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Schema } from '../api/client';
import { showDay } from '../lib/time';
import { useLang } from './lang';

/** Result ← formula ← inputs, each with source, date and mark. */
export type Derivation = {
  label: string;
  value?: string;
  formula?: string;
  inputs?: Derivation[];
  source?: string;
  date?: string;
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
      <Drawer title={t('from.title')} open={tree !== null} onClose={() => setTree(null)} size={400} className="from-what">
        {tree && <ul className="tree" tabIndex={0}><Node of={tree} /></ul>}
      </Drawer>
    </Context>
  );
}

function Node({ of }: { of: Derivation }) {
  const { t, lang } = useLang();
  const grounds = [
    of.source !== undefined && `${t('from.source')}: ${of.source}`,
    of.date !== undefined && `${t('from.date')}: ${showDay(of.date, lang)}`,
  ].filter((text) => text !== false);
  return (
    <li>
      <div className="tree-label">{of.to === undefined ? of.label : <Link to={of.to}>{of.label}</Link>}</div>
      {of.value !== undefined && <div className="tree-value num">{of.value}</div>}
      {of.formula !== undefined && <div className="tree-formula">= {of.formula}</div>}
      {grounds.map((text) => <div className="meta" key={text}>{text}</div>)}
      {of.mark && <MarkTag mark={of.mark} />}
      {of.inputs && of.inputs.length > 0 && <ul>{of.inputs.map((input, i) => <Node of={input} key={i} />)}</ul>}
    </li>
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
