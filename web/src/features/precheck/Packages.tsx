/** The packages of a pre-check: asked for, waited for, compared, taken into an application. */

import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Progress } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Dossier } from '../../api/dossier';
import { cancelJob, isEnded, resultQuery, saveFile, useAsk, useJob, type Job } from '../../api/jobs';
import { useProgrammes } from '../../api/names';
import type { Both } from '../../lib/lang';
import type { Problem } from '../../lib/problem';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Section } from '../../ui/page';
import { Fault, Loaded, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { Comparison } from './Comparison';
import type { Draft } from './draft';
import { NEEDED, type Questions } from './questions';
import { toApply } from './toApply';

type Props = { facts: Record<string, string>; all: Questions; draft: Draft; change: (next: Draft) => void; scheme: string };

export function Packages(props: Props) {
  const { draft } = props;
  return (
    <div className="packages">
      {draft.job === undefined ? <Start {...props} job={undefined} /> : <Started {...props} id={draft.job} />}
      <Onwards draft={draft} />
    </div>
  );
}

/** Packages that were asked for before. */
function Started({ id, ...props }: Props & { id: string }) {
  const job = useJob(id);
  return (
    <>
      {job.isError && <Fault problem={problemOf(job.error)} kept again={() => void job.refetch()} />}
      <Start {...props} job={job.data} />
      {job.data?.state === 'done' && <Result job={job.data} />}
    </>
  );
}

function Start({ facts, all, draft, change, scheme, job }: Props & { job: Job | undefined }) {
  const { t, both } = useLang();
  const work = useAsk();
  const asked = JSON.stringify([scheme, facts]);
  const lacks = Object.values(all).flat().filter((one) => (NEEDED as readonly string[]).includes(one.key) && !(one.key in facts));
  const is_done = job?.state === 'done';
  const is_stale = is_done && draft.asked !== asked;

  async function start() {
    const taken = await work.ask({ kind: 'precheck', facts, law: { scheme, on: today() } });
    if (taken) change({ ...draft, job: taken.id, asked });
  }

  return (
    <Section title={t('pre.packages')}>
      {work.problem && <Fault problem={work.problem} kept again={() => void start()} />}
      {lacks.length > 0 && <Alert type="warning" showIcon className="fault" title={t('pre.packages.lacks', { what: lacks.map((one) => both(one.label)).join(t('pre.comma')) })} />}
      {job && <Running job={job} />}
      <div className="row">
        <Button type={is_done && !is_stale ? 'default' : 'primary'} size="large" disabled={lacks.length > 0 || (job !== undefined && !isEnded(job))} loading={work.pending} onClick={() => void start()}>
          {t(is_done ? 'pre.packages.again' : 'pre.packages.start')}
        </Button>
        <span className="meta">{t(is_stale ? 'pre.packages.stale' : 'pre.packages.what')}</span>
      </div>
    </Section>
  );
}

/** A remark on what was typed. */
type Remark = { column?: string; value?: string; expected?: Both; remedy?: Both };

function Running({ job }: { job: Job }) {
  const { t, both } = useLang();
  if (job.state === 'failed') {
    return (
      <Alert type="error" showIcon className="fault" title={job.told ? both(job.told) : t('pre.packages.failed')}
        description={job.remarks.length > 0 && <ul>{(job.remarks as Remark[]).map((one, i) => <li key={i}>{[one.column, one.value, one.expected && both(one.expected), one.remedy && both(one.remedy)].filter(Boolean).join(' · ')}</li>)}</ul>} />
    );
  }
  if (isEnded(job)) return null;
  const said = job.state === 'waiting' ? t('pre.packages.waits') : job.step ? both(job.step) : t('say.loading');
  return (
    <div className="running" role="status">
      <span>{said}</span>
      <Progress percent={job.total > 0 ? Math.round((job.done / job.total) * 100) : 0} size="small" aria-label={said} status="active" />
      <Button size="small" onClick={() => void cancelJob(job.id)}>{t('say.cancel')}</Button>
    </div>
  );
}

function Result({ job }: { job: Job }) {
  const query = useQuery(resultQuery<Dossier>(job.id));
  return (
    <Loaded query={query}>
      {(dossier) => (
        <>
          <Comparison dossier={dossier} />
          <Files job={job} />
        </>
      )}
    </Loaded>
  );
}

function Files({ job }: { job: Job }) {
  const { t, code } = useLang();
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (name: string) => {
    setProblem(null);
    try {
      await saveFile(job.id, name);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <Section title={t('pre.files')}>
      {problem && <Fault problem={problem} />}
      <div className="row">{job.files.map((name) => <Button key={name} onClick={() => void take(name)}>{code('pre.file', name.replaceAll(/[.-]/g, '_'))}</Button>)}</div>
    </Section>
  );
}

/** What was typed becomes the beginning of an application. */
function Onwards({ draft }: { draft: Draft }) {
  const { t } = useLang();
  const { drafts, organisation } = useSession();
  const { programmes } = useProgrammes();
  const { modal } = App.useApp();
  const go = useNavigate();
  const begin = () => {
    drafts.keep('apply', toApply(draft, programmes, organisation));
    void go('/apply');
  };
  const ask = () => {
    if (drafts.read('apply') === null) {
      begin();
      return;
    }
    modal.confirm({ title: t('pre.apply.replace'), content: t('pre.apply.replace.what'), okText: t('pre.apply'), cancelText: t('say.cancel'), onOk: begin });
  };
  return (
    <Section title={t('pre.apply.title')}>
      <p className="meta">{t('pre.apply.what')}</p>
      <div className="row"><Button type="primary" size="large" onClick={ask}>{t('pre.apply')}</Button></div>
    </Section>
  );
}
