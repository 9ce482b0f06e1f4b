/** A derivation as a tree: moved through by the keyboard, folded, printed whole. */

import { useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { showDay } from '../lib/time';
import type { Derivation } from './figure';
import { MarkTag } from './figure';
import { useLang } from './lang';

/** Levels that are open at first. */
const OPEN = 3;

export function Tree({ of }: { of: Derivation }) {
  const box = useRef<HTMLUListElement>(null);
  const [here, setHere] = useState('0');
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set(deep(of, '0', 1)));
  const fold = (id: string, is: boolean) => setFolded((now) => new Set(is ? [...now, id] : [...now].filter((one) => one !== id)));

  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])].filter((item) => item.offsetParent !== null);
  const go = (item: HTMLElement | null | undefined) => { if (item) { setHere(item.dataset.id ?? '0'); item.focus(); } };

  function keyed(event: KeyboardEvent<HTMLUListElement>) {
    const item = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
    if (item === null || event.target !== item) return;
    const [all, id] = [items(), item.dataset.id ?? '0'];
    const place = all.indexOf(item);
    const has_more = item.hasAttribute('aria-expanded');
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(all[place + 1]),
      ArrowUp: () => go(all[place - 1]),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      ArrowRight: () => { if (!has_more) return; if (folded.has(id)) fold(id, false); else go(all[place + 1]); },
      ArrowLeft: () => { if (has_more && !folded.has(id)) fold(id, true); else go(parentOf(id, box.current)); },
      Enter: () => { if (has_more) fold(id, !folded.has(id)); },
      ' ': () => { if (has_more) fold(id, !folded.has(id)); },
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  const { t } = useLang();
  return (
    <ul className="tree" role="tree" aria-label={t('from.title')} ref={box} onKeyDown={keyed}>
      <Node of={of} id="0" level={1} here={here} folded={folded} fold={fold} />
    </ul>
  );
}

function parentOf(id: string, box: HTMLElement | null): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-id="${id.split('.').slice(0, -1).join('.')}"]`) ?? null;
}

/** The ids of nodes that start folded. */
function deep(of: Derivation, id: string, level: number): string[] {
  const below = of.inputs?.flatMap((input, i) => deep(input, `${id}.${i}`, level + 1)) ?? [];
  return level >= OPEN && below.length + (of.inputs?.length ?? 0) > 0 ? [id, ...below] : below;
}

type At = { of: Derivation; id: string; level: number; here: string; folded: ReadonlySet<string>; fold: (id: string, is: boolean) => void };

function Node({ of, id, level, here, folded, fold }: At) {
  const { t } = useLang();
  const has_more = of.inputs !== undefined && of.inputs.length > 0;
  const open = !folded.has(id);
  const group = `tree-${id}`;
  return (
    <li role="none">
      <div className="tree-item" role="treeitem" aria-level={level} data-id={id} tabIndex={id === here ? 0 : -1} aria-selected={id === here} {...(has_more && { 'aria-expanded': open, 'aria-owns': group })}>
        <div className="tree-head">
          {has_more && <span className="tree-fold" aria-hidden="true" title={t(open ? 'from.fold' : 'from.unfold')} onClick={() => fold(id, open)}>{open ? '▾' : '▸'}</span>}
          <span className="tree-label">{of.to === undefined ? of.label : <Link to={of.to}>{of.label}</Link>}</span>
        </div>
        {of.value !== undefined && <div className="tree-value num">{of.value}</div>}
        {of.formula !== undefined && <div className="tree-formula">= {of.formula}</div>}
        <Grounds of={of} />
      </div>
      {has_more && <ul role="group" id={group} className={open ? undefined : 'tree-folded'}>{of.inputs?.map((input, i) => <Node key={i} of={input} id={`${id}.${i}`} level={level + 1} here={here} folded={folded} fold={fold} />)}</ul>}
    </li>
  );
}

/** Source, article, date and mark of a node. */
function Grounds({ of }: { of: Derivation }) {
  const { t, lang } = useLang();
  const { source, sources = [], article, date, checked, confirmed, mark } = of;
  const lines = [
    source !== undefined && `${t('from.source')}: ${source}`,
    article !== undefined && `${t('from.article')}: ${article === 'not_seen' ? t('from.article.unseen') : article}`,
    date !== undefined && `${t(article === undefined ? 'from.date' : 'from.since')}: ${showDay(date, lang)}`,
    checked !== undefined && `${t('from.checked')}: ${showDay(checked, lang)}`,
    confirmed !== undefined && t('from.confirmed', { by: confirmed.by, on: showDay(confirmed.on, lang), against: confirmed.against }),
  ].filter((line) => line !== false);
  return (
    <>
      {lines.map((line) => <div className="meta wrap" key={line}>{line}</div>)}
      {sources.length > 0 && <div className="meta tree-sources">{t('from.sources')}: {sources.map((address, i) => <Address key={address} of={address} more={i > 0} />)}</div>}
      {mark && <MarkTag mark={mark} />}
    </>
  );
}

/** An address as its host, whole when it is followed or printed; a title as it is. */
function Address({ of, more }: { of: string; more: boolean }) {
  const host = /^https?:\/\/(?:www\.)?([^/]+)/.exec(of)?.[1];
  return <>{more && ' · '}{host === undefined ? of : <a href={of} target="_blank" rel="noreferrer" title={of}>{host}</a>}</>;
}
