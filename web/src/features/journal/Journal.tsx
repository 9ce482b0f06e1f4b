/** The journal for auditors: events, signed checkpoints, proofs that are checked here. */

import { useQuery } from '@tanstack/react-query';
import { Alert, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { answered, api, type Schema } from '../../api/client';
import { readLines, textOf, type Entry } from '../../api/events';
import { journalQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { leafHash, readCheckpoint } from '../../lib/merkle';
import { exact } from '../../lib/number';
import type { Problem } from '../../lib/problem';
import { showMoment } from '../../lib/time';
import { Hash } from '../../ui/hash';
import { useLang } from '../../ui/lang';
import { Facts, Page, Section } from '../../ui/page';
import { Fault, Loaded, problemOf } from '../../ui/states';
import { useSummary } from '../application/summary';
import { allLines, isIncluded } from './proof';

const PAGE = 100;

type Signed = Schema['CheckpointWire'];

export function Component() {
  const { t } = useLang();
  const [search, setSearch] = useSearchParams();
  const [signed, setSigned] = useState<Signed | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const from = Number(search.get('from') ?? 0);
  const query = useQuery(journalQuery(from, PAGE));
  const sign = async (): Promise<Signed> => {
    const fresh = await answered(api.POST('/api/v1/checkpoint'));
    setSigned(fresh);
    return fresh;
  };
  const tried = (work: () => Promise<unknown>) => {
    setProblem(null);
    void work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Page title={t('journal.title')} what={t('journal.what')} extra={<><Button type="primary" onClick={() => tried(sign)}>{t('journal.checkpoint')}</Button><Download tried={tried} /></>}>
      {problem && <Fault problem={problem} />}
      {signed && <Checkpoint signed={signed} />}
      <Loaded query={query}>
        {(page) => (
          <Section title={`${t('journal.events')} · ${exact(page.size)}`} extra={<Pages from={from} size={page.size} go={(next) => setSearch({ from: String(next) })} />}>
            <ol className="history journal">
              {readLines(page.lines).map((entry) => <Line key={entry.event.seq} entry={entry} checkpoint={async () => signed ?? sign()} tried={tried} />)}
            </ol>
          </Section>
        )}
      </Loaded>
    </Page>
  );
}

function Pages({ from, size, go }: { from: number; size: number; go: (from: number) => void }) {
  const { t } = useLang();
  return (
    <div className="row">
      <Button size="small" disabled={from === 0} onClick={() => go(Math.max(0, from - PAGE))}>{t('journal.older')}</Button>
      <InputNumber size="small" aria-label={t('journal.go')} min={0} max={Math.max(0, size - 1)} value={from} precision={0} controls={false} onPressEnter={(event) => go(Number(event.currentTarget.value))} />
      <Button size="small" disabled={from + PAGE >= size} onClick={() => go(from + PAGE)}>{t('journal.newer')}</Button>
    </div>
  );
}

function Download({ tried }: { tried: (work: () => Promise<unknown>) => void }) {
  const { t } = useLang();
  const [progress, setProgress] = useState<{ n: number; all: number } | null>(null);
  const work = async () => {
    try {
      const lines = await allLines((n, all) => setProgress({ n, all }));
      save('events.jsonl', new Blob(lines.map((line) => `${line}\n`), { type: 'application/jsonl' }));
    } finally {
      setProgress(null);
    }
  };
  return <Button disabled={progress !== null} onClick={() => tried(work)}>{progress ? t('journal.downloading', progress) : t('journal.download')}</Button>;
}

function Checkpoint({ signed }: { signed: Signed }) {
  const { t } = useLang();
  const read = readCheckpoint(signed.note);
  const keep = () => save(`checkpoint-${read?.size ?? ''}.txt`, new Blob([signed.note], { type: 'text/plain' }));
  return (
    <Section title={t('journal.checkpoint.title')} extra={<Button size="small" onClick={keep}>{t('say.download')}</Button>}>
      <p className="meta">{t('journal.checkpoint.what')}</p>
      {read && <Facts of={[[t('journal.events'), exact(read.size)], [t('journal.root'), <Hash key="r" of={read.root} />]]} />}
      <pre className="line">{signed.note}</pre>
      <p className="meta">{t('journal.key')}</p>
      <pre className="line">{signed.key}</pre>
    </Section>
  );
}

function Line({ entry, checkpoint, tried }: { entry: Entry; checkpoint: () => Promise<Signed>; tried: (work: () => Promise<unknown>) => void }) {
  const { t, lang, code } = useLang();
  const summary = useSummary();
  const [proved, setProved] = useState<{ ok: boolean; size: number } | null>(null);
  const { line, event } = entry;
  const prove = async () => {
    const read = readCheckpoint((await checkpoint()).note);
    if (read) setProved({ ok: await isIncluded(line, event.seq, read), size: read.size });
  };
  return (
    <li>
      <span className="history-seq num meta">{event.seq}</span>
      <div>
        <div className="row">
          <strong>{code('event', event.what.kind)}</strong>
          <span>{event.actor.user} · {t(`role.${event.actor.role}`)}</span>
          <span className="meta">{textOf(event, 'application') ?? textOf(event, 'step') ?? ''}</span>
        </div>
        <div className="wrap">{summary(event)}</div>
        <details>
          <summary className="meta"><span className="num">{showMoment(event.at, lang)}</span> · {t('journal.line')}</summary>
          <pre className="line">{line}</pre>
          <Button size="small" onClick={() => tried(prove)}>{t('journal.prove')}</Button>
        </details>
        {proved && <Alert className="fault" type={proved.ok ? 'success' : 'error'} showIcon title={t(proved.ok ? 'journal.proved' : 'journal.notProved', { n: event.seq, size: exact(proved.size) })} />}
      </div>
      <Hash of={leafHash(line)} />
    </li>
  );
}
