/** Departments' answers, scores, suspicions and the decision under the rules. */

import { textOf } from '../../api/events';
import { basisPoints, exact } from '../../lib/number';
import { shortMoney } from '../../lib/money';
import { showDay } from '../../lib/time';
import { Link } from 'react-router';
import { Hash } from '../../ui/hash';
import { MarkTag } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Money } from '../../ui/money';
import { Facts, Section } from '../../ui/page';
import { Verdict, Verdicts } from '../../ui/verdict';
import { awardTree } from './award';
import { DecisionClauses } from './Clauses';
import type { Scene } from './acts/spec';

export function Review({ scene }: { scene: Scene }) {
  const { t } = useLang();
  const { whole } = scene;
  const suspicions = Object.entries(whole.suspicions);
  return (
    <>
      <Section title={t('app.decision')}><Decision scene={scene} /></Section>
      <Opinions scene={scene} />
      <Scores scene={scene} />
      {suspicions.length > 0 && (
        <Section title={t('app.suspicions')}>
          <Verdicts>
            {suspicions.map(([other, cleared]) => (
              <Verdict key={other} kind={cleared ? 'met' : 'undetermined'} clause={<Link to={`/applications/${encodeURIComponent(other)}`}>{other}</Link>} value={t(cleared ? 'app.suspicion.cleared' : 'app.suspicion.open')} />
            ))}
          </Verdicts>
        </Section>
      )}
      {whole.appointed.length > 0 && (
        <Section title={t('app.appointed')}>
          <ul>{whole.appointed.map(({ user, role }) => <li key={`${role}${user}`}>{user} · {t(`role.${role}`)}</li>)}</ul>
        </Section>
      )}
    </>
  );
}

function Decision({ scene }: { scene: Scene }) {
  const { t, lang } = useLang();
  const { decision } = scene.whole;
  if (decision == null) return <p className="meta">{t('app.decision.none')}</p>;
  const firm = !decision.marks.some((mark) => ['B', 'X', 'M', 'A'].includes(mark));
  const changes = [
    !decision.met && t('app.decision.change.met'),
    decision.unconfirmed && t('app.decision.change.unconfirmed'),
    decision.provisional && t('app.decision.change.provisional'),
    !firm && t('app.decision.change.marks'),
  ].filter((change) => change !== false);
  return (
    <>
      <Verdicts>
        <Verdict
          kind={decision.met ? 'met' : 'not_met'} clause={t('app.decision.met')}
          value={decision.investment != null && decision.amount != null ? `${shortMoney(decision.amount, lang)} / ${shortMoney(decision.investment, lang)}` : undefined}
          ground={`${decision.scheme} · ${decision.version} · ${showDay(decision.date, lang)}`}
        />
        <Verdict kind={decision.unconfirmed ? 'undetermined' : 'met'} clause={t('app.decision.confirmed')} />
        <Verdict kind={decision.provisional ? 'undetermined' : 'met'} clause={t('app.decision.model')} />
        <Verdict kind={firm ? 'met' : 'undetermined'} clause={t('app.decision.marks')} ground={<span className="row">{decision.marks.map((mark) => <MarkTag key={mark} mark={mark} />)}</span>} />
      </Verdicts>
      {changes.length > 0 && <p className="verdict-change">{t('app.decision.change', { what: changes.join(lang === 'zh' ? '；' : '; ') })}</p>}
      <Facts of={[
        [t('app.decision.amount'), <Money key="a" fen={decision.amount} from={awardTree(scene, t, lang)} />],
        [t('app.decision.investment'), <Money key="i" fen={decision.investment} />],
        [t('app.decision.rate'), decision.rate_bp == null ? t('say.none') : basisPoints(decision.rate_bp)],
        [t('app.decision.record'), <Hash key="h" of={decision.record} />],
      ]} />
      <h3>{t('app.decision.clauses')}</h3>
      <DecisionClauses application={scene.whole.row.id} record={decision.record} />
    </>
  );
}

function Opinions({ scene }: { scene: Scene }) {
  const { t, lang, both } = useLang();
  const { whole, flow, events } = scene;
  const given = events.filter((event) => event.what.kind === 'opinion_given');
  const branches = new Set([...given.map((event) => textOf(event, 'branch') ?? ''), ...Object.keys(whole.opinions)]);
  if (branches.size === 0) return null;
  const parts = flow?.stages.flatMap((stage) => stage.branches) ?? [];
  return (
    <Section title={t('app.opinions')}>
      <Verdicts>
        {[...branches].map((branch) => {
          const last = given.findLast((event) => textOf(event, 'branch') === branch);
          const waits = whole.opinions[branch]?.agrees === undefined && whole.opinions[branch] !== undefined;
          const agrees = waits ? undefined : last?.what.agrees === true;
          const department = flow?.departments[parts.find((one) => one.id === branch)?.department ?? ''];
          const due = whole.opinions[branch]?.due;
          return (
            <Verdict
              key={branch} kind={agrees === undefined ? 'undetermined' : agrees ? 'met' : 'not_met'} clause={department ? both(department) : branch}
              value={t(agrees === undefined ? 'app.opinion.waits' : agrees ? 'app.opinion.agrees' : 'app.opinion.disagrees')}
              ground={agrees === undefined ? due != null && t('due.on', { day: showDay(due, lang) }) : last && `${textOf(last, 'grounds') ?? ''} · ${last.actor.user}`}
            />
          );
        })}
      </Verdicts>
    </Section>
  );
}

function Scores({ scene }: { scene: Scene }) {
  const { t } = useLang();
  const { whole, flow } = scene;
  const sheets = Object.entries(whole.scores);
  if (sheets.length === 0) return null;
  return (
    <Section title={t('app.scores')}>
      {sheets.map(([sheet, totals]) => {
        const points = Object.values(totals);
        const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
        const least = flow?.stages.find((stage) => stage.score?.sheet === sheet)?.score?.points_min ?? 0;
        return (
          <Verdicts key={sheet}>
            <Verdict kind={mean >= least ? 'met' : 'not_met'} clause={sheet} value={t('app.scores.mean', { mean: exact(mean), least })} ground={Object.entries(totals).map(([user, total]) => `${user}: ${total}`).join(' · ')} />
          </Verdicts>
        );
      })}
    </Section>
  );
}
