/** The way of the application: stages that it was in, is in, and has ahead. */

import { textOf, type JournalEvent } from '../../api/events';
import { dayOf, showDay } from '../../lib/time';
import { useLang } from '../../ui/lang';
import type { Scene } from './acts/spec';

type Visit = { stage: string; from: number; decided?: { outcome: string; grounds: string; user: string } };

/** Every time that a stage was entered, with how it was decided. */
export function visits(events: readonly JournalEvent[]): Visit[] {
  const found: Visit[] = [];
  for (const event of events) {
    const stage = textOf(event, 'stage');
    if ((event.what.kind === 'stage_entered' || event.what.kind === 'application_opened') && stage !== undefined) {
      if (found.at(-1)?.stage !== stage) found.push({ stage, from: event.at });
    }
    const last = found.at(-1);
    if (event.what.kind === 'decided' && last) {
      last.decided = { outcome: textOf(event, 'outcome') ?? '', grounds: textOf(event, 'grounds') ?? '', user: event.actor.user };
    }
  }
  return found;
}

export function Stages({ scene }: { scene: Scene }) {
  const { t, lang, both, code } = useLang();
  const { flow, whole, events } = scene;
  const been = visits(events);
  const name = (id: string) => {
    const stage = flow?.stages.find((one) => one.id === id);
    return stage ? both(stage.name) : id;
  };
  const order = flow?.stages ?? [];
  const here = order.findIndex((stage) => stage.id === whole.row.stage);
  const ahead = whole.row.ended ? [] : order.slice(here + 1).filter((stage) => !stage.end);
  return (
    <ol className="stages">
      {been.map((visit, i) => {
        const isNow = i === been.length - 1;
        const { decided } = visit;
        return (
          <li key={`${visit.stage}${visit.from}`} className={isNow ? 'stage stage-now' : 'stage stage-done'} aria-current={isNow ? 'step' : undefined}>
            <div className="stage-name">
              {name(visit.stage)}
              {isNow && <span className="stage-tag">{t('app.stage.now')}</span>}
              {decided && <span className={`stage-outcome outcome-${decided.outcome}`}>{code('outcome', decided.outcome)}</span>}
            </div>
            <div className="meta">
              {t('app.stage.since', { day: showDay(dayOf(visit.from), lang) })}
              {isNow && whole.row.due != null && ` · ${t('due.on', { day: showDay(whole.row.due, lang) })}`}
              {decided && ` · ${decided.user}`}
            </div>
            {decided && decided.grounds !== '' && <div className="stage-grounds wrap">{decided.grounds}</div>}
          </li>
        );
      })}
      {ahead.map((stage) => (
        <li key={stage.id} className="stage stage-ahead">
          <div className="stage-name">{both(stage.name)}</div>
          <div className="meta">
            {stage.answers && t(`role.${stage.answers}`)}
            {stage.deadline !== undefined && ` · ${t('app.stage.days', { n: stage.deadline })}`}
          </div>
        </li>
      ))}
    </ol>
  );
}
