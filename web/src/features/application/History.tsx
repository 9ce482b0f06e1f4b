/** Everything that happened, each event with the hash by which the journal proves it. */

import { Button } from 'antd';
import { useState } from 'react';
import { answered, api } from '../../api/client';
import type { Entry } from '../../api/events';
import { save } from '../../api/upload';
import { leafHash } from '../../lib/merkle';
import type { Problem } from '../../lib/problem';
import { showMoment } from '../../lib/time';
import { Hash } from '../../ui/hash';
import { useLang } from '../../ui/lang';
import { Section } from '../../ui/page';
import { Fault, problemOf } from '../../ui/states';
import { useSummary } from './summary';

export function History({ application, entries }: { application: string; entries: Entry[] }) {
  const { t, lang, code } = useLang();
  const summary = useSummary();
  const [packing, setPacking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function pack() {
    setPacking(true);
    setProblem(null);
    try {
      save(`${application}.zip`, await answered<Blob>(api.GET('/api/v1/applications/{application}/pack', { params: { path: { application } }, parseAs: 'blob' })));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setPacking(false);
    }
  }
  const download = () => save('events.jsonl', new Blob([entries.map((entry) => `${entry.line}\n`).join('')], { type: 'application/jsonl' }));
  return (
    <Section title={t('app.history.count', { n: entries.length })} extra={<div className="row"><Button size="small" onClick={download}>{t('app.history.lines')}</Button><Button size="small" loading={packing} onClick={() => void pack()}>{t('app.pack')}</Button></div>}>
      {problem && <Fault problem={problem} again={() => void pack()} />}
      <p className="meta">{t('app.pack.what')}</p>

      <ol className="history">
        {entries.toReversed().map(({ line, event }) => (
          <li key={event.seq}>
            <span className="history-seq num meta">{event.seq}</span>
            <div>
              <div className="row"><strong>{code('event', event.what.kind)}</strong><span>{event.actor.user} · {t(`role.${event.actor.role}`)}</span></div>
              <div className="wrap">{summary(event)}</div>
              <details>
                <summary className="meta"><span className="num">{showMoment(event.at, lang)}</span> · {t('journal.line')}</summary>
                <pre className="line">{line}</pre>
              </details>
            </div>
            <Hash of={leafHash(line)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
