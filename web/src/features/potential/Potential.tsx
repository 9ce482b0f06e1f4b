/** The potential of an area: bands with totals, why not to start, what to find out, and every space with its reasons. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { isEnded, resultQuery, useJob, type Job } from '../../api/jobs';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useMode } from '../../ui/theme';
import { Cancel, Files, JobProgress, useAbout } from '../jobs/JobCard';
import { bandColour, BANDS, type Band } from '../map/colours';
import { Legend } from '../map/Legend';
import { placesQuery } from '../map/load';
import { MapBox } from '../map/MapBox';
import { indexOf, type LonLat } from '../map/points';
import { Spaces } from './Spaces';
import { cornersOf, within, type AreaPotential, type BandTotal } from './potential';

export function Component() {
  const { t } = useLang();
  const { job: id } = useParams();
  const query = useJob(id ?? '');
  const about = useAbout();
  return (
    <Page title={t('potential.title')} what={query.data && about(query.data)} extra={<LinkButton to="/ledger">{t('ledger.title')}</LinkButton>}>
      <Loaded query={query}>{(job) => <State job={job} />}</Loaded>
    </Page>
  );
}

function State({ job }: { job: Job }) {
  const { t, both } = useLang();
  if (!isEnded(job)) return <div className="stack narrow"><JobProgress job={job} /><div><Cancel job={job} /></div></div>;
  if (job.state !== 'done') return <Empty title={t('jobs.gone')} what={job.told ? both(job.told) : t(`jobs.state.${job.state}`)} />;
  return <Done job={job} />;
}

function Done({ job }: { job: Job }) {
  const { t } = useLang();
  const query = useQuery(resultQuery<AreaPotential>(job.id));
  return (
    <Loaded query={query}>
      {(found) => (found.spaces.length === 0
        ? <Empty title={t('potential.empty')} what={t('potential.empty.what')}><LinkButton to="/ledger">{t('ledger.title')}</LinkButton></Empty>
        : <Found job={job} found={found} />)}
    </Loaded>
  );
}

function Found({ job, found }: { job: Job; found: AreaPotential }) {
  const { t, both } = useLang();
  const [band, setBand] = useState<Band | undefined>();
  const [selected, setSelected] = useState<string>();
  const spaces = useMemo(() => found.spaces.filter((one) => band === undefined || one.band === band), [found, band]);
  return (
    <>
      <div className="potential">
        <div className="potential-main">
          <Bands bands={found.bands} chosen={band} choose={setBand} />
          <Section title={t('potential.key')}>
            <ul className="key-points">{found.key_points.map((point, i) => <li key={i}>{both(point)}</li>)}</ul>
            <p className="meta">{t('potential.rules')}：{both(found.rules)}</p>
          </Section>
        </div>
        <BandMap job={job} found={found} selected={selected} select={setSelected} />
      </div>
      <div className="potential-why">
        {found.stops.length > 0 && (
          <Section title={t('potential.stops')}>
            <ul>{found.stops.map((stop) => <Line key={stop.criterion} text={both(stop.title)} value={t('potential.stopped', { n: exact(stop.stopped.spaces), area: exact(Math.round(stop.stopped.floor_area_m2)) })} />)}</ul>
          </Section>
        )}
        {found.questions.length > 0 && (
          <Section title={t('potential.questions')}>
            <ul>
              {found.questions.slice(0, 12).map((one) => (
                <Line key={one.criterion} text={both(one.question)} value={`${t('potential.waiting', { n: exact(one.waiting.spaces) })}${one.alone.spaces > 0 ? ` · ${t('potential.alone', { n: exact(one.alone.spaces) })}` : ''}`} />
              ))}
            </ul>
          </Section>
        )}
      </div>
      <Section title={`${t('potential.list')} ${exact(spaces.length)}`} extra={<Files job={job} />}>
        <Spaces spaces={spaces} selected={selected} select={setSelected} />
      </Section>
    </>
  );
}

function Line({ text, value }: { text: string; value: string }) {
  return <li className="why-line"><span className="wrap">{text}</span><span className="num meta">{value}</span></li>;
}

function Bands({ bands, chosen, choose }: { bands: Record<Band, BandTotal>; chosen: Band | undefined; choose: (band: Band | undefined) => void }) {
  const { t } = useLang();
  const { mode } = useMode();
  return (
    <div className="bands" role="group" aria-label={t('potential.bands')}>
      {BANDS.map((band) => {
        const { spaces, floor_area_m2: area } = bands[band];
        return (
          <button type="button" key={band} aria-pressed={chosen === band} disabled={spaces === 0} onClick={() => choose(chosen === band ? undefined : band)}>
            <span className={band === 'cannot_be_said' ? 'band-mark hatch' : 'band-mark'} style={band === 'cannot_be_said' ? undefined : { background: bandColour(band, mode) }} aria-hidden="true" />
            <span className="band-name">{t(`band.${band}`)}</span>
            <span className="band-count num">{exact(spaces)}</span>
            <span className="meta num">{exact(Math.round(area))} m²</span>
          </button>
        );
      })}
    </div>
  );
}

function BandMap({ job, found, selected, select }: { job: Job; found: AreaPotential; selected: string | undefined; select: (id: string) => void }) {
  const { t } = useLang();
  const { mode } = useMode();
  const ground = useQuery(placesQuery({}));
  const all = ground.data?.points ?? null;
  const bandOf = useMemo(() => new Map(found.spaces.map((one) => [one.id, BANDS.indexOf(one.band)])), [found]);
  const points = useMemo(() => all && within(all, [...bandOf.keys()].map((id) => indexOf(all, id)).filter((at) => at >= 0)), [all, bandOf]);
  const colour = useMemo(() => Float32Array.from(points?.ids.split('\n').slice(0, -1) ?? [], (id) => bandOf.get(id) ?? -1), [points, bandOf]);
  const palette = useMemo(() => BANDS.map((band) => bandColour(band, mode)), [mode]);
  const corners = useMemo<LonLat[]>(() => cornersOf(job.work), [job.work]);
  const rows = BANDS.filter((band) => found.bands[band].spaces > 0).map((band) => ({ key: band, colour: bandColour(band, mode), name: t(`band.${band}`), count: found.bands[band].spaces }));
  return (
    <div className="map-block">
      <div className="map-frame"><MapBox label={t('potential.map')} points={points} colour={colour} palette={palette} ground={all} selected={selected} onSelect={select} corners={corners} frame={corners} /></div>
      <Legend title={t('map.legend.band')} rows={rows}>
        {found.not_placed.length > 0 && <p className="meta">{t('potential.notPlaced', { n: exact(found.not_placed.length) })}</p>}
      </Legend>
    </div>
  );
}

