/** What waits for whom, by when. */

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { inboxQuery, stepsQuery } from '../../api/queries';
import { useProgrammes } from '../../api/names';
import { showDay } from '../../lib/time';
import { Due, today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Money } from '../../ui/money';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { byUrgency } from './urgency';

type Task = Schema['TaskWire'];

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const query = useQuery(inboxQuery);
  return (
    <Page title={t('inbox.title')}>
      <Loaded query={query}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <Empty title={t('inbox.empty')} what={t(actor.role === 'applicant' ? 'inbox.empty.apply' : 'inbox.empty.what')}>
                {actor.role === 'applicant' && <LinkButton primary to="/apply">{t('nav.apply')}</LinkButton>}
              </Empty>
            )}
            {byUrgency(rows, today()).map(({ urgency, tasks }) => (
              <Section key={urgency} title={`${t(`inbox.${urgency}`)} · ${tasks.length}`}>
                <ul className="tasks">{tasks.map((task) => <TaskRow key={`${task.application} ${task.what}`} task={task} />)}</ul>
              </Section>
            ))}
          </>
        )}
      </Loaded>
      <WaitingSteps />
    </Page>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t, lang, both } = useLang();
  const { flowOfBranch } = useProgrammes();
  const flow = flowOfBranch(task.what);
  const branch = flow?.stages.flatMap((stage) => stage.branches).find((one) => one.id === task.what);
  const department = branch && flow?.departments[branch.department];
  const what = task.what === 'stage' || task.what === 'appeal' || task.what === 'score'
    ? (task.what === 'stage' ? both(task.stage_name) : t(`inbox.${task.what}`))
    : t('inbox.branch', { branch: department ? both(department) : task.what });
  return (
    <li className="task">
      <div className="task-main">
        <Link to={`/applications/${encodeURIComponent(task.application)}`} className="task-title">{task.title}</Link>
        <div className="meta wrap">{task.application}{` · ${what}`}</div>
      </div>
      <div className="task-open">
        {task.open.length === 0 ? <span className="meta">{t('inbox.ready')}</span> : <OpenPoints points={task.open} />}
      </div>
      <div className="task-due">
        <Due day={task.due} />
        {task.due != null && <div className="meta">{showDay(task.due, lang)}</div>}
      </div>
    </li>
  );
}

function OpenPoints({ points }: { points: Schema['Text'][] }) {
  const { t, both } = useLang();
  return (
    <details>
      <summary>{t('inbox.open', { n: points.length })}</summary>
      <ul className="meta">{points.map((point) => <li key={point.en}>{both(point)}</li>)}</ul>
    </details>
  );
}

/** Money steps have no task of their own: those who approve them find them here. */
function WaitingSteps() {
  const { t } = useLang();
  const { data } = useQuery(stepsQuery(true));
  const waiting = data?.rows.filter((step) => (step.state === 'proposed' && step.may_answer) || (step.state === 'approved' && step.may_settle)) ?? [];
  if (waiting.length === 0) return null;
  return (
    <Section title={`${t('inbox.steps')} · ${waiting.length}`} extra={<Link to="/steps">{t('nav.steps')}</Link>}>
      <ul className="tasks">
        {waiting.slice(0, 10).map((step) => (
          <li className="task" key={step.step}>
            <div className="task-main">
              <Link to="/steps" className="task-title">{t(`money.${step.money.kind}`)}</Link>
              <div className="meta wrap">{'application' in step.money ? step.money.application : 'line' in step.money ? step.money.line : step.step}</div>
            </div>
            <div className="task-due"><Money fen={step.amount} /></div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
