/** Evidence, facts and milestones; for the applicant the checklist of the stage. */

import { Button } from 'antd';
import { useState } from 'react';
import type { JournalEvent } from '../../api/events';
import { textOf } from '../../api/events';
import { fileSize } from '../../lib/number';
import { showMoment } from '../../lib/time';
import { Hash } from '../../ui/hash';
import { useLang } from '../../ui/lang';
import { MarkTag } from '../../ui/figure';
import { Scroll, Section } from '../../ui/page';
import { Verdict, Verdicts } from '../../ui/verdict';
import { Checklist } from '../apply/Checklist';
import { Receipt, type Received } from '../apply/Receipt';
import { may, type Scene } from './acts/spec';
import { saveDocument } from './download';

export function Materials({ scene }: { scene: Scene }) {
  const { t, both } = useLang();
  const { whole, flow } = scene;
  const [received, setReceived] = useState<Received | null>(null);
  const handsIn = may(scene, 'submit');
  const milestones = Object.entries(flow?.milestones ?? {});
  return (
    <>
      {handsIn && <Checklist scene={scene} received={setReceived} />}
      {received && <Receipt of={received} close={() => setReceived(null)} />}
      <Section title={t('app.evidence')}><Evidence scene={scene} hasChecklist={handsIn} /></Section>
      {whole.facts.length > 0 && <Section title={t('app.facts')}><Stated scene={scene} /></Section>}
      {milestones.length > 0 && (
        <Section title={t('app.milestones')}>
          <Verdicts>
            {milestones.map(([id, name]) => {
              const accepted = whole.milestones[id];
              const word = accepted === undefined ? 'app.milestone.ahead' : accepted ? 'app.milestone.accepted' : 'app.milestone.reported';
              return <Verdict key={id} kind={accepted === undefined ? 'not_applicable' : accepted ? 'met' : 'undetermined'} clause={both(name)} value={t(word)} />;
            })}
          </Verdicts>
        </Section>
      )}
    </>
  );
}

function attached(events: readonly JournalEvent[], sha256: string): JournalEvent | undefined {
  return events.find((event) => event.what.kind === 'evidence_attached' && textOf(event, 'sha256') === sha256);
}

function Evidence({ scene, hasChecklist }: { scene: Scene; hasChecklist: boolean }) {
  const { t, lang, both } = useLang();
  const { whole, flow, stage, events } = scene;
  const asked = (hasChecklist ? [] : (stage?.evidence ?? [])).filter((kind) => whole.evidence[kind] === undefined);
  const name = (kind: string) => { const known = flow?.evidence[kind]; return known ? both(known.name) : kind; };
  const rows = Object.entries(whole.evidence).flatMap(([kind, all]) => all.map((sha256, i) => ({ kind, sha256, i, event: attached(events, sha256) })));
  if (rows.length + asked.length === 0) return <p className="meta">{t('app.evidence.none')}</p>;
  return (
    <Scroll label={t('app.evidence')}>
      <table className="plain">
        <thead><tr><th>{t('app.evidence.kind')}</th><th>{t('app.evidence.by')}</th><th>{t('app.evidence.when')}</th><th className="right">{t('app.evidence.size')}</th><th>{t('app.hash')}</th><th><span className="visually-hidden">{t('say.download')}</span></th></tr></thead>
        <tbody>
          {asked.map((kind) => <tr key={kind}><td>{name(kind)}</td><td colSpan={5}><span className="due-soon">{t('app.evidence.missing')}</span></td></tr>)}
          {rows.map(({ kind, sha256, i, event }) => (
            <tr key={`${kind}${sha256}`}>
              <td>{name(kind)}{i > 0 && ` (${i + 1})`}</td>
              <td className="nowrap">{event?.actor.user}</td>
              <td className="nowrap">{event && showMoment(event.at, lang)}</td>
              <td className="right num">{event && fileSize(Number(event.what.bytes))}</td>
              <td><Hash of={sha256} /></td>
              <td><Button size="small" aria-label={`${t('say.download')} ${name(kind)}`} onClick={() => void saveDocument(whole.row.id, sha256, `${whole.row.id}-${kind}`)}>{t('say.download')}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Stated({ scene }: { scene: Scene }) {
  const { t, code } = useLang();
  const shown = (value: unknown): string => {
    if (typeof value === 'object' && value !== null) return Object.values(value).map(shown).join(' ');
    return typeof value === 'number' ? String(value) : code('fact', String(value));
  };
  return (
    <ul className="tree">
      {scene.whole.facts.map((fact, i) => {
        const { kind, ...rest } = fact.stated as unknown as Record<string, unknown> & { kind: string };
        return (
          <li key={i}>
            <strong>{code('fact', kind)}</strong>
            <div className="wrap">{Object.entries(rest).map(([name, value]) => `${code('fact', name)}${t('pre.colon')}${shown(value)}`).join(' · ')}</div>
            <div className="row meta">{code('fact', 'source')}: {fact.source.origin}<MarkTag mark={fact.source.mark} /><Hash of={fact.evidence} /></div>
          </li>
        );
      })}
    </ul>
  );
}
