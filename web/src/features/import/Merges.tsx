/** Spaces that may be one, with both sides beside one another; nobody merges them but a person. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { findMerge, findingsQuery, spaceQuery } from '../../api/ledger';
import { exact } from '../../lib/number';
import { showMoment } from '../../lib/time';
import { Figure } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Scroll } from '../../ui/page';
import { Fault, Loaded, problemOf } from '../../ui/states';
import { derivation, nameOf, useFactText, type Fact } from '../ledger/facts';

export type Merge = {
  left: string;
  right: string;
  score_ratio: number;
  likeness: { name_ratio: number | null; address_ratio: number | null; area_ratio: number | null; distance_m: number | null };
};

const SHOWN = 20;

export function Merges({ merges }: { merges: readonly Merge[] }) {
  const { t } = useLang();
  const [count, setCount] = useState(SHOWN);
  if (merges.length === 0) return <p className="meta">{t('import.merges.none')}</p>;
  return (
    <>
      <p className="meta import-what">{t('import.merges.what')}</p>
      <ul className="merges">{merges.slice(0, count).map((merge) => <One key={`${merge.left} ${merge.right}`} merge={merge} />)}</ul>
      {merges.length > count && <Button onClick={() => setCount(count + SHOWN)}>{t('import.more', { n: exact(merges.length - count) })}</Button>}
    </>
  );
}

function One({ merge }: { merge: Merge }) {
  const { t } = useLang();
  const [isOpen, setIsOpen] = useState(false);
  const { distance_m: far } = merge.likeness;
  return (
    <li>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <span className="num wrap">{merge.left} — {merge.right}</span>
          <span className="meta num"> · {t('import.merges.alike', { n: Math.floor(merge.score_ratio * 100) })}{far !== null && ` · ${t('import.merges.distance', { n: exact(Math.round(far)) })}`}</span>
        </summary>
        {isOpen && <Both merge={merge} />}
        {isOpen && <Found merge={merge} />}
      </details>
    </li>
  );
}

/** What was found of the pair, and what can be found now. */
function Found({ merge: { left, right } }: { merge: Merge }) {
  const { t, lang } = useLang();
  const queries = useQueryClient();
  const findings = useQuery(findingsQuery);
  const find = useMutation({ mutationFn: findMerge, onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['merges'] }), queries.invalidateQueries({ queryKey: ['spaces'] })]) });
  const last = findings.data?.findLast(({ gone, kept }) => (gone === left && kept === right) || (gone === right && kept === left));
  const stands = last?.act === 'undone' ? undefined : last;
  const whose = stands && { gone: stands.gone, kept: stands.kept, by: stands.by, at: showMoment(stands.at, lang) };
  return (
    <>
      {find.error !== null && <Fault problem={problemOf(find.error)} />}
      {stands?.act === 'merged' && <p>{t('import.merges.merged', whose)} <Button loading={find.isPending} onClick={() => { find.mutate({ gone: stands.gone, kept: stands.kept, act: 'undone' }); }}>{t('import.merges.undo')}</Button></p>}
      {stands?.act === 'different' && <p>{t('import.merges.apart', whose)}</p>}
      {stands?.act !== 'merged' && (
        <Space wrap>
          {[[right, left], [left, right]].map(([gone = '', kept = '']) => <Button key={kept} loading={find.isPending} onClick={() => { find.mutate({ gone, kept, act: 'merged' }); }}>{t('import.merges.keep', { id: kept })}</Button>)}
          {stands === undefined && <Button loading={find.isPending} onClick={() => { find.mutate({ gone: right, kept: left, act: 'different' }); }}>{t('import.merges.different')}</Button>}
        </Space>
      )}
    </>
  );
}

function Both({ merge }: { merge: Merge }) {
  const [left, right] = [useQuery(spaceQuery(merge.left)), useQuery(spaceQuery(merge.right))];
  return <Loaded query={left}>{(one) => <Loaded query={right}>{(other) => <Compared left={one} right={other} />}</Loaded>}</Loaded>;
}

function Compared({ left, right }: { left: Schema['SpaceWhole']; right: Schema['SpaceWhole'] }) {
  const { t, both } = useLang();
  const text = useFactText();
  const fields = [...new Set([...left.facts, ...right.facts].map((fact) => fact.field))];
  const of = (facts: readonly Fact[], field: string) => facts.find((fact) => fact.field === field);
  const cell = (fact: Fact | undefined) => (fact ? <Figure from={derivation(fact, nameOf(both(fact.label)), text(fact))}>{text(fact)}</Figure> : <span className="meta" aria-label={t('say.unknown')}>—</span>);
  return (
    <Scroll label={t('import.merges.compare')}>
      <table className="plain compared">
        <thead><tr><th>{t('import.mapping.field')}</th>{[left, right].map(({ id }) => <th key={id}><Link to={`/space?id=${encodeURIComponent(id)}`}>{id}</Link></th>)}</tr></thead>
        <tbody>
          {fields.map((field) => {
            const [a, b] = [of(left.facts, field), of(right.facts, field)];
            const label = (a ?? b)?.label;
            const differs = a !== undefined && b !== undefined && a.value !== b.value;
            return <tr key={field} className={differs ? 'differs' : undefined}><td>{label && nameOf(both(label))}</td><td>{cell(a)}</td><td>{cell(b)}</td></tr>;
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
