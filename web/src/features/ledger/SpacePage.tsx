/** One space: every fact with its source, its outline, what the chain found of it, and its reports. */

import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import { useSearchParams } from 'react-router';
import { isEnded, jobsQuery, useAsk } from '../../api/jobs';
import { spaceQuery } from '../../api/ledger';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page, Section } from '../../ui/page';
import { Empty, Fault, Loaded } from '../../ui/states';
import { JobCard } from '../jobs/JobCard';
import { LawForm, type Law } from '../jobs/LawForm';
import { MapBox } from '../map/MapBox';
import { pointsOf } from '../map/points';
import { COLOURS, useMode } from '../../ui/theme';
import { useMemo } from 'react';
import { FactList } from './facts';
import type { Found } from './found';
import { Appraisal, Decision, Screening } from './Found';

export function Component() {
  const { t } = useLang();
  const [search] = useSearchParams();
  const id = search.get('id') ?? '';
  const query = useQuery(spaceQuery(id));
  if (query.data === undefined) return <Page title={t('space.title')} what={<span className="num">{id}</span>}><Loaded query={query}>{() => null}</Loaded></Page>;
  return (
    <Loaded query={query}>
      {(space) => {
        const name = space.facts.find((fact) => fact.field === 'name')?.value;
        const found = space.found as Found;
        return (
          <Page title={typeof name === 'string' ? name : id} what={<span className="num">{id}</span>} extra={<LinkButton to={`/ledger?space=${encodeURIComponent(id)}`}>{t('ledger.title')}</LinkButton>}>
            <div className="space">
              <div className="space-main">
                <Section title={t('space.facts')}><FactList facts={space.facts} /></Section>
                <Screening of={found.screening} />
                <Appraisal of={found.appraisal} />
                <Decision of={found.decision} />
                <Reports id={id} />
              </div>
              <aside className="space-side" aria-label={t('space.place')}><Place id={id} place={space.place} /></aside>
            </div>
          </Page>
        );
      }}
    </Loaded>
  );
}

type Feature = { geometry: { type: string; coordinates: unknown } | null };

function Place({ id, place }: { id: string; place: unknown }) {
  const { t } = useLang();
  const { mode } = useMode();
  const feature = place as Feature;
  const corners = positions(feature.geometry?.coordinates);
  const first = corners[0];
  const points = useMemo(() => (first === undefined ? null : pointsOf([[id, first[0], first[1], 0, 0]], [])), [id, first?.[0], first?.[1]]); // eslint-disable-line react-hooks/exhaustive-deps
  const colour = useMemo(() => new Float32Array([feature.geometry?.type === 'Point' ? 0 : -1]), [feature.geometry?.type]);
  const palette = useMemo(() => [COLOURS[mode].brick], [mode]);
  if (points === null) return <Empty title={t('space.place.none')} what={t('space.place.none.what')} />;
  return (
    <>
      <div className="map-frame map-small">
        <MapBox label={t('space.place')} points={points} colour={colour} palette={palette} selected={feature.geometry?.type === 'Point' ? id : undefined} outline={feature.geometry?.type === 'Point' ? null : feature} />
      </div>
      <p className="meta num">{first?.map((degree) => degree.toFixed(6)).join(', ')} · CGCS2000</p>
    </>
  );
}

/** The positions of any geometry, in order. */
function positions(coordinates: unknown): [number, number][] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === 'number') return [[coordinates[0], Number(coordinates[1])]];
  return coordinates.flatMap(positions);
}

/** Reports that were asked for, and the way to another. */
function Reports({ id }: { id: string }) {
  const { t } = useLang();
  const { ask, pending, problem } = useAsk();
  const { data } = useQuery(jobsQuery);
  const [form] = Form.useForm<Law>();
  const jobs = (data?.rows ?? []).filter((job) => job.work.kind === 'appraise_space' && job.work.space === id);
  const isBusy = jobs.some((job) => !isEnded(job));
  return (
    <Section title={t('space.reports')}>
      {jobs.map((job) => <JobCard key={job.id} job={job} />)}
      <p className="meta space-what">{t('space.appraise.what')}</p>
      <LawForm form={form} submit={t('space.appraise')} pending={pending || isBusy} start={(law) => void ask({ kind: 'appraise_space', space: id, law, terms: null })} day={today()} />
      {problem && <Fault problem={problem} kept />}
    </Section>
  );
}
