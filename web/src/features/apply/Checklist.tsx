/** What a stage asks of the applicant: each with its upload, then handing in with a receipt. */

import { App, Button, Progress } from 'antd';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useCommand } from '../../api/command';
import { upload } from '../../api/upload';
import type { Problem } from '../../lib/problem';
import { FileField } from '../../ui/FileField';
import { useLang } from '../../ui/lang';
import { Section } from '../../ui/page';
import { Fault, problemOf } from '../../ui/states';
import { Verdict, Verdicts } from '../../ui/verdict';
import { ActForm } from '../application/acts/ActForm';
import { startFact } from '../application/acts/FactField';
import { offered } from '../application/acts';
import { attach } from '../application/acts/materials';
import { on, type Scene } from '../application/acts/spec';
import { useSession } from '../session/session';
import { handedIn } from './content';
import type { Received } from './Receipt';

/** `received` is told of the receipt: the checklist itself goes with the stage. */
export function Checklist({ scene, received }: { scene: Scene; received: (of: Received) => void }) {
  const { t, both, code } = useLang();
  const { whole, stage, flow } = scene;
  const [fact, setFact] = useState<string | null>(null);
  const evidence = stage?.evidence ?? [];
  const facts = stage?.facts ?? [];
  const has = new Set([...Object.keys(whole.evidence), ...whole.facts.map(factKind)]);
  const all = [...evidence, ...facts];
  const done = all.filter((one) => has.has(one)).length;
  const stateFact = offered(scene).find((spec) => spec.id === 'state_fact');
  return (
    <Section title={t('apply.checklist')} extra={<span className="meta">{t('apply.checklist.progress', { n: done, all: all.length })}</span>}>
      <Progress percent={all.length === 0 ? 100 : (done / all.length) * 100} showInfo={false} size="small" aria-label={t('apply.checklist.progress', { n: done, all: all.length })} />
      <Verdicts>
        {evidence.map((kind) => (
          <Verdict key={kind} kind={has.has(kind) ? 'met' : 'undetermined'} clause={both(flow?.evidence[kind]?.name ?? { zh: kind, en: kind })} value={<Attach scene={scene} kind={kind} has={has.has(kind)} />} />
        ))}
        {facts.map((kind) => (
          <Verdict key={kind} kind={has.has(kind) ? 'met' : 'undetermined'} clause={code('fact', kind)}
            value={<Button size="small" aria-label={`${t('act.state_fact')} ${code('fact', kind)}`} onClick={() => setFact(kind)}>{t('act.state_fact')}</Button>} />
        ))}
      </Verdicts>
      <HandIn scene={scene} ready={whole.open.length === 0} received={received} />
      {fact !== null && stateFact && <ActForm key={fact} spec={{ ...stateFact, id: `state_fact.${fact}` }} scene={scene} start={{ fact: startFact(fact, whole.parts[0]?.space ?? '') }} close={() => setFact(null)} />}
    </Section>
  );
}

/** The kind of a stated fact, as workflows name it. */
export function factKind(fact: Schema['Fact']): string {
  const { kind, when, what } = fact.stated as unknown as { kind: string; when?: string; what?: string };
  return [kind, when ?? what].filter((one) => one !== undefined).join('_');
}

function Attach({ scene, kind, has }: { scene: Scene; kind: string; has: boolean }) {
  const { t, both } = useLang();
  const { actor } = useSession();
  const command = useCommand(actor);
  const name = scene.flow?.evidence[kind]?.name;
  const label = t(has ? 'apply.replace' : 'field.file.choose');
  return (
    <div role="group" aria-label={name ? both(name) : kind}>
      <FileField small label={label} onChange={(kept) => void command.run(attach(scene, kind, kept), scene.whole.row.version)} />
      {command.problem && <Fault problem={command.problem} kept />}
    </div>
  );
}

function HandIn({ scene, ready, received }: { scene: Scene; ready: boolean; received: (of: Received) => void }) {
  const { t } = useLang();
  const { actor } = useSession();
  const { modal } = App.useApp();
  const command = useCommand(actor);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function submit() {
    setProblem(null);
    try {
      const text = handedIn(scene.whole);
      // Kept as a document first: whoever knows the hash can ask for what was handed in.
      const content = await upload(new Blob([text]), () => undefined);
      const sent = await command.run(on(scene, { kind: 'submit', content: content.sha256 }), scene.whole.row.version);
      if ('problem' in sent) setProblem(sent.problem);
      else received({ application: scene.whole.row.id, title: scene.whole.row.title, content: content.sha256, receipt: sent.receipt });
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  const ask = () => void modal.confirm({ title: t('apply.handIn'), content: t('apply.handIn.what'), okText: t('apply.handIn'), onOk: submit });
  return (
    <div className="hand-in">
      {problem && <Fault problem={problem} kept />}
      <Button type="primary" size="large" disabled={!ready} loading={command.pending} onClick={ask}>{t('apply.handIn')}</Button>
      {!ready && <span className="meta">{t('apply.checklist.what')}</span>}
    </div>
  );
}
