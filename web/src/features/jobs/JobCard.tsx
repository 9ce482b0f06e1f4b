/** A job: how far it is, what came of it, its files. */

import { App, Button, Progress, Tag } from 'antd';
import { Link } from 'react-router';
import { cancelJob, isEnded, jobsQuery, saveFile, useJob, type Job } from '../../api/jobs';
import { exact } from '../../lib/number';
import { showMoment } from '../../lib/time';
import { useLang } from '../../ui/lang';
import { useSession } from '../session/session';
import { useQueryClient } from '@tanstack/react-query';
import { gist } from './gist';

const TONE = { waiting: 'default', running: 'processing', done: 'success', failed: 'error', cancelled: 'default' } as const;

/** What a job is about, beside its kind. */
export function useAbout() {
  const { t } = useLang();
  return ({ work }: Job): string => {
    if (work.kind === 'import') return work.name;
    if (work.kind === 'appraise_space') return work.space;
    if (work.kind !== 'potential') return '';
    const { area } = work;
    if (area === 'everything') return t('potential.area.everything');
    if ('district' in area) return t('potential.area.district', { name: area.district });
    if ('street' in area) return t('potential.area.street', { name: area.street });
    return t('map.draw');
  };
}

/** Where the result of a job is shown, if a page of its own does so. */
export function resultOf(job: Job): string | null {
  if (job.work.kind === 'import') return `/import?job=${encodeURIComponent(job.id)}`;
  return job.work.kind === 'potential' && job.state === 'done' ? `/potential/${encodeURIComponent(job.id)}` : null;
}

export function JobCard({ job, isOpen = false }: { job: Job; isOpen?: boolean }) {
  // One that runs is followed; one that has ended does not change.
  return isEnded(job) ? <Card job={job} isOpen={isOpen} /> : <Followed job={job} isOpen={isOpen} />;
}

function Followed({ job, isOpen }: { job: Job; isOpen: boolean }) {
  const { data } = useJob(job.id);
  return <Card job={data ?? job} isOpen={isOpen} />;
}

function Card({ job, isOpen }: { job: Job; isOpen: boolean }) {
  const { t, lang, both } = useLang();
  const about = useAbout()(job);
  const to = resultOf(job);
  const seconds = job.ended == null ? null : Math.max(1, Math.round((job.ended - job.at) / 1000));
  return (
    <article className="job" aria-label={`${t(`work.${job.work.kind}`)} ${about}`}>
      <div className="job-head">
        <div className="wrap">
          <strong>{t(`work.${job.work.kind}`)}</strong>{about !== '' && ` · ${about}`}
          <div className="meta num">{job.by} · {showMoment(job.at, lang)}{seconds !== null && ` · ${t('jobs.took', { n: exact(seconds) })}`}</div>
        </div>
        <div className="row">
          <Tag color={TONE[job.state]}>{t(`jobs.state.${job.state}`)}</Tag>
          {to !== null && <Link to={to}>{t('jobs.open')}</Link>}
          {!isEnded(job) && <Cancel job={job} />}
        </div>
      </div>
      {!isEnded(job) && <JobProgress job={job} />}
      {job.state === 'failed' && job.told && <p className="job-failed wrap">{both(job.told)}</p>}
      <Files job={job} />
      {job.state === 'done' && job.told && (
        <details className="job-gist" open={isOpen}>
          <summary>{t('jobs.gist')}</summary>
          <dl className="pairs">{gist(both(job.told)).map(([name, value], i) => <div key={i}><dt>{name}</dt><dd className="wrap">{value}</dd></div>)}</dl>
        </details>
      )}
    </article>
  );
}

export function JobProgress({ job }: { job: Job }) {
  const { t, both } = useLang();
  const step = job.step ? both(job.step) : t(`jobs.state.${job.state}`);
  const text = job.total > 0 ? t('jobs.progress', { step, done: exact(job.done), total: exact(job.total) }) : step;
  const percent = job.total > 0 ? Math.floor((job.done / job.total) * 100) : 0;
  return (
    <div className="job-progress" role="status">
      <Progress percent={percent} size="small" status={job.state === 'running' ? 'active' : 'normal'} showInfo={job.total > 0} aria-label={text} />
      <span className="meta num">{text}</span>
    </div>
  );
}

export function Files({ job }: { job: Job }) {
  const { t } = useLang();
  if (job.files.length === 0) return null;
  return (
    <div className="row job-files" role="group" aria-label={t('jobs.files')}>
      {job.files.map((name) => <Button key={name} size="small" onClick={() => void saveFile(job.id, name)}>{name}</Button>)}
    </div>
  );
}

export function Cancel({ job }: { job: Job }) {
  const { t } = useLang();
  const { user } = useSession();
  const { modal } = App.useApp();
  const client = useQueryClient();
  if (job.by !== user) return null;
  const sure = () => modal.confirm({
    title: t('jobs.cancel'), content: t('jobs.cancel.sure'), okText: t('jobs.cancel'), cancelText: t('jobs.keep'),
    onOk: async () => {
      await cancelJob(job.id);
      await client.invalidateQueries({ queryKey: jobsQuery.queryKey });
    },
  });
  return <Button size="small" onClick={() => void sure()}>{t('jobs.cancel')}</Button>;
}

