/** Everything that happened, each event with the hash by which the journal proves it. */

import { Button } from 'antd';
import type { Entry } from '../../api/events';
import { save } from '../../api/upload';
import { leafHash } from '../../lib/merkle';
import { showMoment } from '../../lib/time';
import { Hash } from '../../ui/hash';
import { useLang } from '../../ui/lang';
import { Section } from '../../ui/page';
import { useSummary } from './summary';

export function History({ entries }: { entries: Entry[] }) {
  const { t, lang, code } = useLang();
  const summary = useSummary();
  const download = () => save('events.jsonl', new Blob([entries.map((entry) => `${entry.line}\n`).join('')], { type: 'application/jsonl' }));
  return (
    <Section title={t('app.history.count', { n: entries.length })} extra={<Button size="small" onClick={download}>{t('say.download')}</Button>}>
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
