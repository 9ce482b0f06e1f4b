/** The map beside the table: kinds in colour, the rest of the ledger in grey, and areas drawn by hand. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAsk } from '../../api/jobs';
import { countQuery, spaceQuery } from '../../api/ledger';
import type { SpaceFilter } from '../../api/queries';
import { exact } from '../../lib/number';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Fault, problemOf } from '../../ui/states';
import { useMode } from '../../ui/theme';
import { kindColour } from '../map/colours';
import { isArea, isCrossed, polygon, type Corners } from '../map/draw';
import { Legend, type LegendRow } from '../map/Legend';
import { placesQuery } from '../map/load';
import { MapBox } from '../map/MapBox';
import type { Points } from '../map/points';

/** Names of as many districts as a city has are written on the map; more would cover it. */
const LABELS_MOST = 24;
const ALL: SpaceFilter = {};

export function LedgerMap({ filter, selected, onSelect, total }: { filter: SpaceFilter; selected: string | undefined; onSelect: (id: string) => void; total: number | undefined }) {
  const { t } = useLang();
  const { mode } = useMode();
  const [corners, setCorners] = useState<Corners | null>(null);
  const [view, setView] = useState<Corners>([]);
  const places = useQuery({ ...placesQuery(filter), placeholderData: keepPreviousData });
  const districts = useQuery(countQuery(ALL, 'district')).data?.rows.flatMap(({ key }) => (key == null ? [] : [key])) ?? [];
  const isWhole = Object.keys(filter).length === 0;
  const names = districts.length <= LABELS_MOST ? districts : [];
  const ground = useQuery({ ...placesQuery(ALL, names), enabled: places.data !== undefined && districts.length > 0 });
  const one = useQuery({ ...spaceQuery(selected ?? ''), enabled: selected !== undefined });
  const points = places.data?.points ?? null;
  const { colour, palette } = useMemo(() => colours(points, mode), [points, mode]);
  return (
    <div className="map-block"><div className="map-frame">
      <MapBox
        label={t('map.title')} points={points} colour={colour} palette={palette} ground={isWhole ? null : (ground.data?.points ?? null)} labels={ground.data?.labels}
        selected={selected} outline={selected === undefined ? null : surfaceOf(one.data?.place)} onSelect={onSelect}
        corners={corners ?? []} isDrawing={corners !== null} onCorner={(corner) => setCorners([...(corners ?? []), corner])} onView={setView}
      />
      {places.isPending && <p className="map-note" role="status">{t('map.counting', { n: exact(total ?? 0) })}</p>}
      {places.isError && <div className="map-note"><Fault problem={problemOf(places.error)} again={() => void places.refetch()} /></div>}
      <Draw corners={corners} setCorners={setCorners} view={view} />
    </div>
      {points !== null && <KindLegend points={points} unplaced={total === undefined ? 0 : total - points.count} />}
    </div>
  );
}

/** The outline of a space, where the ledger has one; a point is ringed already. */
function surfaceOf(place: unknown): object | null {
  const feature = place as { geometry?: { type: string } | null } | null | undefined;
  return feature?.geometry != null && feature.geometry.type !== 'Point' ? feature : null;
}

function colours(points: Points | null, mode: 'light' | 'dark') {
  const kinds = points?.kinds ?? [];
  const palette = [...new Set([...kinds.map((kind) => kindColour(kind, mode)), kindColour(undefined, mode)])];
  const ofKind = kinds.map((kind) => palette.indexOf(kindColour(kind, mode)));
  const rest = palette.indexOf(kindColour(undefined, mode));
  const colour = new Float32Array(points?.count ?? 0);
  for (let i = 0; i < colour.length; i += 1) colour[i] = ofKind[points?.kind[i] ?? -1] ?? rest;
  return { palette, colour };
}

function KindLegend({ points, unplaced }: { points: Points; unplaced: number }) {
  const { t, lang, code } = useLang();
  const { mode } = useMode();
  const byColour = new Map<string, LegendRow>();
  for (const [kind, count] of [...points.counts.entries()].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1])) {
    const key = points.kinds[kind];
    const colour = kindColour(key, mode);
    const name = key === undefined ? t('say.unknown') : code('kind', key);
    const row = byColour.get(colour);
    byColour.set(colour, row === undefined ? { key: colour, colour, name, count } : { ...row, name: `${row.name}${lang === 'zh' ? '、' : ', '}${name}`, count: row.count + count });
  }
  return (
    <Legend title={t('map.legend.kind')} rows={[...byColour.values()]}>
      {unplaced > 0 && <p className="meta">{t('map.unplaced', { n: exact(unplaced) })}</p>}
    </Legend>
  );
}

/** An area drawn by hand, or what the map shows, whose potential is asked for. */
function Draw({ corners, setCorners, view }: { corners: Corners | null; setCorners: (corners: Corners | null) => void; view: Corners }) {
  const { t } = useLang();
  const go = useNavigate();
  const { ask, pending, problem } = useAsk();
  if (corners === null) return <div className="map-tools"><Button size="small" onClick={() => setCorners([])}>{t('map.draw')}</Button></div>;
  const start = async () => {
    const job = await ask({ kind: 'potential', area: { drawn: JSON.stringify(polygon(corners)) }, on: today() });
    if (job) void go(`/potential/${job.id}`);
  };
  return (
    <div className="map-tools map-drawing" role="group" aria-label={t('map.draw')}>
      <p className="meta">{t('map.draw.what')}</p>
      <div className="row">
        <Button size="small" type="primary" disabled={!isArea(corners)} loading={pending} onClick={() => void start()}>{t('map.draw.go')}</Button>
        <Button size="small" onClick={() => setCorners(view)}>{t('map.draw.view')}</Button>
        <Button size="small" disabled={corners.length === 0} onClick={() => setCorners(corners.slice(0, -1))}>{t('map.draw.undo')}</Button>
        <Button size="small" onClick={() => setCorners(null)}>{t('say.cancel')}</Button>
      </div>
      <p className="meta" role="status">{isCrossed(corners) ? t('map.draw.crossed') : t('map.draw.corners', { n: corners.length })}</p>
      {problem && <Fault problem={problem} kept />}
    </div>
  );
}
