/** A parameter changed: who gains, who loses, what it costs, clause by clause and group by group. */

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { isEnded, jobsQuery, resultQuery, useAsk, useJob } from '../../api/jobs';
import { schemesQuery } from '../../api/ledger';
import { lawQuery, type Reformed } from '../../api/law';
import { writeFilters } from '../../lib/address';
import type { Both } from '../../lib/lang';
import { showMoment } from '../../lib/time';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Fault, Loaded, Loading, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { isRun, workOf, type Asked, type Run } from './ask';
import { Effect } from './Effect';
import { Terms } from './Terms';
import '../city/planning.css';
import './reform.css';

const KEPT = 'reform';
/** The scheme that the programme itself is run by. */
const USUAL = 'cn/beijing/vacated-space';

export function Component() {
  const { t, both } = useLang();
  const { drafts } = useSession();
  const [search, setSearch] = useSearchParams();
  const [asked, setAsked] = useState<Asked>(() => ({ scheme: USUAL, changes: [], sweep: null, ...drafts.read<Asked>(KEPT) }));
  const on = today();
  const law = useQuery(lawQuery(asked.scheme, on));
  const schemes = useQuery(schemesQuery).data?.rows ?? [];
  const jobs = useQuery(jobsQuery);
  const runs = (jobs.data?.rows ?? []).filter(isRun).filter((run) => run.state === 'done');
  const work = useAsk();
  const [going, setGoing] = useState<string>();
  const change = (next: Asked) => {
    setAsked(next);
    drafts.keep(KEPT, next);
  };

  async function start() {
    if (!law.data) return;
    const wanted = workOf(asked, law.data.parameters, law.data.version.id, on);
    if ('wrong' in wanted) return;
    const job = await work.ask(wanted);
    if (job) setGoing(job.id);
  }
  const done = (id: string) => {
    setGoing(undefined);
    setSearch(writeFilters(search, { run: id }), { replace: true });
    void jobs.refetch();
  };
  const shown = runs.find((run) => run.id === search.get('run')) ?? runs[0];
  return (
    <Page title={t('reform.title')} what={t('reform.what')}>
      <div className="choice">
        <div>
          {work.problem && <Fault problem={work.problem} kept again={() => void start()} />}
          <label className="reform-scheme">{t('space.law')}
            <Select aria-label={t('space.law')} value={asked.scheme} options={schemes.map((one) => ({ value: one.id, label: both(one.name) }))} onChange={(scheme: string) => change({ scheme, changes: [], sweep: null })} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} />
          </label>
          <Loaded query={law}>{(found) => <Terms law={found} on={on} asked={asked} change={change} start={() => void start()} busy={work.pending || going !== undefined} />}</Loaded>
          {going !== undefined && <Going key={going} id={going} done={done} over={() => setGoing(undefined)} />}
        </div>
        <div className="choice-found">
          {jobs.isError && <Fault problem={problemOf(jobs.error)} again={() => void jobs.refetch()} />}
          {jobs.isPending && <Loading />}
          {jobs.data && shown === undefined && going === undefined && <Empty title={t('reform.empty')} what={t('reform.empty.what')} />}
          {shown && <Shown run={shown} runs={runs} />}
        </div>
      </div>
    </Page>
  );
}

/** A run on its way. */
function Going({ id, done, over }: { id: string; done: (id: string) => void; over: () => void }) {
  const { t, both } = useLang();
  const { data: job } = useJob(id);
  const [told, setTold] = useState(false);
  if (job?.state === 'done' && !told) {
    setTold(true);
    // After this rendering: the page above changes with it.
    queueMicrotask(() => done(id));
  }
  if (job && isEnded(job) && job.state !== 'done') {
    const failed = { zh: t('reform.failed'), en: t('reform.failed') };
    return <Fault problem={{ status: 0, code: 'failed', text: failed, remedy: job.told ?? failed }} again={over} kept />;
  }
  return <p className="meta" role="status">{t('reform.running')}{job?.step && ` · ${both(job.step)}`}{job !== undefined && job.total > 0 && ` ${job.done} / ${job.total}`}…</p>;
}

function Shown({ run, runs }: { run: Run; runs: Run[] }) {
  const { t, lang } = useLang();
  const [search, setSearch] = useSearchParams();
  const result = useQuery(resultQuery<Reformed>(run.id));
  const name = (one: Run) => `${title(one, lang)} · ${showMoment(one.ended ?? one.at, lang)}`;
  return (
    <>
      <div className="filters runs">
        <label>{t('reform.run')}<Select aria-label={t('reform.run')} value={run.id} options={runs.map((one) => ({ value: one.id, label: name(one) }))} onChange={(id: string) => setSearch(writeFilters(search, { run: id }), { replace: true })} popupMatchSelectWidth={false} /></label>
      </div>
      <Loaded query={result}>{(found) => <Effect run={run} found={found} />}</Loaded>
    </>
  );
}

/** What a run was asked, in short; a reform's file may be of another hand. */
function title(run: Run, lang: 'zh' | 'en'): string {
  try {
    const file = JSON.parse(run.work.reform) as { title?: Partial<Both> };
    return file.title?.[lang] ?? run.id;
  } catch {
    return run.id;
  }
}
