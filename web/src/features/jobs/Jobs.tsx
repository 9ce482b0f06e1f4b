/** Long work: what can be done to the whole ledger, and every job with how far it is. */

import { useQuery } from '@tanstack/react-query';
import { App, Form } from 'antd';
import { jobsQuery, useAsk, type Work } from '../../api/jobs';
import type { Schema } from '../../api/client';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page, Section } from '../../ui/page';
import { Empty, Fault, Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { JobCard } from './JobCard';
import { LawForm, type Law } from './LawForm';
import { DayForm } from './DayForm';

/** Those who read the ledger may have work done on it. */
const WORKERS: readonly Schema['Role'][] = ['district_officer', 'municipal_officer', 'finance', 'auditor', 'analyst', 'administrator'];

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const query = useQuery(jobsQuery);
  return (
    <Page title={t('jobs.title')} what={t('jobs.what')}>
      {WORKERS.includes(actor.role) && <Section title={t('jobs.acts')}><Acts /></Section>}
      <Section title={t('jobs.list')}>
        <Loaded query={query}>
          {({ rows }) => (rows.length === 0
            ? <Empty title={t('jobs.empty')} what={t('jobs.empty.what')}><LinkButton to="/import">{t('import.title')}</LinkButton></Empty>
            : <div className="jobs">{rows.map((job) => <JobCard key={job.id} job={job} />)}</div>)}
        </Loaded>
      </Section>
    </Page>
  );
}

function Acts() {
  const { t } = useLang();
  const { message } = App.useApp();
  const { ask, pending, problem } = useAsk();
  const [law] = Form.useForm<Law>();
  const start = async (work: Work) => {
    if (await ask(work)) void message.success(t('jobs.started'));
  };
  return (
    <>
      {problem && <Fault problem={problem} />}
      <div className="works">
        <Act kind="screen"><DayForm pending={pending} start={(on) => void start({ kind: 'screen', on })} /></Act>
        <Act kind="appraise"><DayForm pending={pending} start={() => void start({ kind: 'appraise', search: false, odds: false, law: null })} isDated={false} /></Act>
        <Act kind="decide"><LawForm form={law} submit={t('jobs.start')} pending={pending} day={today()} start={(own) => void start({ kind: 'decide', law: own })} /></Act>
      </div>
    </>
  );
}

function Act({ kind, children }: { kind: 'screen' | 'appraise' | 'decide'; children: React.ReactNode }) {
  const { t } = useLang();
  return (
    <section className="work" aria-labelledby={`work-${kind}`}>
      <h3 id={`work-${kind}`}>{t(`work.${kind}`)}</h3>
      <p className="meta">{t(`work.${kind}.what`)}</p>
      {children}
    </section>
  );
}
