/** Projects chosen under a year's money: sliders with exact fields, and two runs side by side. */

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Chosen } from '../../api/chosen';
import { isEnded, jobsQuery, resultQuery, useAsk, useJob } from '../../api/jobs';
import { writeFilters } from '../../lib/address';
import { shortMoney } from '../../lib/money';
import { showMoment } from '../../lib/time';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Fault, Loaded, Loading, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { isRun, START, workOf, type Asked, type Run } from './ask';
import { Terms } from './Terms';
import { Compared } from './Compared';
import '../city/planning.css';

const KEPT = 'choice';

export function Component() {
  const { t } = useLang();
  const { drafts } = useSession();
  const [search, setSearch] = useSearchParams();
  const [asked, setAsked] = useState<Asked>(() => ({ ...START, ...drafts.read<Asked>(KEPT) }));
  const jobs = useQuery(jobsQuery);
  const runs = (jobs.data?.rows ?? []).filter(isRun).filter((run) => run.state === 'done');
  const work = useAsk();
  const [going, setGoing] = useState<string>();
  const change = (next: Asked) => {
    setAsked(next);
    drafts.keep(KEPT, next);
  };

  async function start() {
    const wanted = workOf(asked);
    if ('wrong' in wanted) return;
    const job = await work.ask(wanted);
    if (job) setGoing(job.id);
  }
  const shown = search.get('a') ?? runs[0]?.id;
  const done = (id: string) => {
    setGoing(undefined);
    // The run before stays beside the new one.
    setSearch(writeFilters(search, { a: id, b: shown ?? '' }), { replace: true });
    void jobs.refetch();
  };
  return (
    <Page title={t('choice.title')} what={t('choice.what')}>
      <div className="choice">
        <div>
          {work.problem && <Fault problem={work.problem} kept again={() => void start()} />}
          <Terms asked={asked} change={change} start={() => void start()} busy={work.pending || going !== undefined} />
          {going !== undefined && <Going key={going} id={going} done={done} over={() => setGoing(undefined)} />}
        </div>
        <div className="choice-found">
          {jobs.isError && <Fault problem={problemOf(jobs.error)} again={() => void jobs.refetch()} />}
          {jobs.isPending && <Loading />}
          {jobs.data && runs.length === 0 && going === undefined && <Empty title={t('choice.empty')} what={t('choice.empty.what')} />}
          {runs.length > 0 && <Pair runs={runs} a={shown} b={search.get('b') ?? undefined} />}
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
    const text = job.told ?? { zh: t('choice.failed'), en: t('choice.failed') };
    return <Fault problem={{ status: 0, code: 'failed', text: { zh: t('choice.failed'), en: t('choice.failed') }, remedy: text }} again={over} kept />;
  }
  return <p className="meta" role="status">{t('choice.running')}{job?.step && ` · ${both(job.step)}`}…</p>;
}

function useRunName() {
  const { t, lang } = useLang();
  return ({ work, ended, at }: Run) => {
    const n = Object.keys(work.ceilings).length;
    return t('choice.run', { budget: shortMoney(work.budget, lang), aim: t(`choice.aim.${work.aim}`), ceilings: n === 0 ? '' : t('choice.run.ceilings', { n }), when: showMoment(ended ?? at, lang) });
  };
}

function Pair({ runs, a, b }: { runs: Run[]; a: string | undefined; b: string | undefined }) {
  const { t } = useLang();
  const name = useRunName();
  const [search, setSearch] = useSearchParams();
  const options = runs.map((run) => ({ value: run.id, label: name(run) }));
  const [first, second] = [runs.find((run) => run.id === a), runs.find((run) => run.id === b && b !== a)];
  const of_a = useQuery({ ...resultQuery<Chosen>(first?.id ?? ''), enabled: first !== undefined });
  const of_b = useQuery({ ...resultQuery<Chosen>(second?.id ?? ''), enabled: second !== undefined });
  const set = (which: 'a' | 'b', id: string) => setSearch(writeFilters(search, { [which]: id }), { replace: true });
  return (
    <>
      <div className="filters runs">
        <label>{t('choice.a')}<Select aria-label={t('choice.a')} value={first?.id ?? null} options={options} onChange={(id: string) => set('a', id)} popupMatchSelectWidth={false} /></label>
        <label>{t('choice.b')}<Select aria-label={t('choice.b')} value={second?.id ?? ''} options={[{ value: '', label: t('choice.none') }, ...options.filter((one) => one.value !== first?.id)]} onChange={(id: string) => set('b', id)} popupMatchSelectWidth={false} /></label>
      </div>
      {first && <Loaded query={of_a}>{(found) => (second && !of_b.data ? <Loading /> : <Compared a={{ run: first, found }} b={second && of_b.data && { run: second, found: of_b.data }} />)}</Loaded>}
    </>
  );
}
