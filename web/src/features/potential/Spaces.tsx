/** Spaces of an area, each with its points, the reasons that moved them, and what is to be found out. */

import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { spaceQuery } from '../../api/ledger';
import { Figure, type Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { useMode } from '../../ui/theme';
import { bandColour } from '../map/colours';
import type { Reason, SpacePotential } from './potential';

const GUESS_PX = 96;
const SHOWN = 3;

export function Spaces({ spaces, selected, select }: { spaces: SpacePotential[]; selected: string | undefined; select: (id: string) => void }) {
  const { t } = useLang();
  const box = useRef<HTMLDivElement>(null);
  // The compiler of React leaves this component as it is: the virtualiser changes under it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: spaces.length, getScrollElement: () => box.current, estimateSize: () => GUESS_PX, overscan: 6 });
  const at = selected === undefined ? -1 : spaces.findIndex((one) => one.id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div className="grid-scroll potential-scroll" ref={box} tabIndex={0} role="region" aria-label={t('potential.list')}>
      <ul className="potential-list" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const one = spaces[item.index];
          return one && (
            <li key={one.id} data-index={item.index} ref={virtual.measureElement} className={one.id === selected ? 'potential-one grid-selected' : 'potential-one'} style={{ transform: `translateY(${item.start}px)` }} onClick={() => select(one.id)}>
              <One of={one} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function One({ of }: { of: SpacePotential }) {
  const { t, lang } = useLang();
  const { mode } = useMode();
  const query = useQuery({ ...spaceQuery(of.id), staleTime: 300_000 });
  const name = query.data?.facts.find((fact) => fact.field === 'name')?.value;
  const points = of.points === null ? null : Math.round(of.points);
  const tree = usePointsTree(of);
  const unsaid = of.band === 'cannot_be_said';
  const listed = (reasons: Reason[], text: (reason: Reason) => string) => {
    const shown = reasons.slice(0, SHOWN).map(text).join(lang === 'zh' ? '、' : ', ');
    return reasons.length > SHOWN ? `${shown}${lang === 'zh' ? '，' : ', '}${t('potential.more', { n: reasons.length - SHOWN })}` : shown;
  };
  const both = (text: { zh: string; en: string }) => text[lang];
  return (
    <>
      <span className={unsaid ? 'band-mark hatch' : 'band-mark'} style={unsaid ? undefined : { background: bandColour(of.band, mode) }} role="img" aria-label={t(`band.${of.band}`)} />
      <div className="wrap">
        <Link to={`/space?id=${encodeURIComponent(of.id)}`}>{typeof name === 'string' ? name : of.id}</Link> <span className="meta num">{of.id}</span>
        <div>{t(`band.${of.band}`)}{of.stops.length > 0 && `：${listed(of.stops, (reason) => both(reason.title))}`}</div>
        {of.reasons.length > 0 && <div className="meta">{t('potential.why')}：{listed(of.reasons, (reason) => `${both(reason.title)}${reason.value ? ` ${both(reason.value.value)}` : ''}`)}</div>}
        {of.questions.length > 0 && <div className="meta">{t('potential.ask')}：{listed(of.questions, (reason) => both(reason.question))}</div>}
      </div>
      <div className="right">
        {points === null ? <span className="meta">{t('say.unknown')}</span> : <Figure from={tree}>{points}</Figure>}
        <div className="meta num">{t('potential.known', { n: Math.round(of.known_weight_percent) })}</div>
      </div>
    </>
  );
}

/** Points ← weighted mean ← each graded fact. */
function usePointsTree(of: SpacePotential): Derivation {
  const { t, both } = useLang();
  const [low, high] = of.points_low_high;
  const inputs = of.reasons.map((reason): Derivation => ({
    label: `${both(reason.title)} · ${t('potential.weight', { n: reason.weight })}`,
    value: `${reason.value ? `${both(reason.value.value)} → ` : ''}${Math.round(reason.points ?? 0)}`,
    source: [reason.value?.source.origin, reason.source.origin].filter((text) => text !== undefined).join(' · '),
    mark: reason.value?.source.mark ?? reason.source.mark,
  }));
  return {
    label: t('potential.points'), inputs, formula: t('potential.score'),
    ...(of.points !== null && { value: t('potential.points.range', { n: Math.round(of.points), low: Math.round(low), high: Math.round(high) }) }),
  };
}
