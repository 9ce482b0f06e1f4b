/** Long work: asked for under a key of its own, followed until it ends, read when it is done. */

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../lib/ids';
import type { Both } from '../lib/lang';
import { DeskError, type Problem } from '../lib/problem';
import { asked } from './client';

export type Law = { scheme: string; on: string };

export type Work =
  | { kind: 'precheck'; facts: Record<string, string>; law: Law; terms?: string }
  | { kind: 'choose'; budget: number; ceilings: Record<string, number>; aim: 'co2e' | 'floor_area' }
  | { kind: 'import' | 'screen' | 'appraise' | 'appraise_space' | 'decide' | 'plan' | 'potential' };

export type Job = {
  id: string;
  by: string;
  at: number;
  work: Work;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  step?: Both;
  done: number;
  total: number;
  ended?: number;
  told?: Both;
  remarks: { column?: string; value?: string; expected?: Both; remedy?: Both }[];
  files: string[];
};

const at = (id: string) => `/api/v1/jobs/${encodeURIComponent(id)}`;

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: async () => (await asked<{ rows: Job[] }>('GET', '/api/v1/jobs')).rows,
});

export const jobQuery = (id: string | undefined) =>
  queryOptions({ queryKey: ['job', id], queryFn: () => asked<Job>('GET', at(id ?? '')), enabled: id !== undefined });

/** The whole result of a job that is done; it never changes. */
export const resultQuery = <T>(job: Job | undefined) =>
  queryOptions({
    queryKey: ['result', job?.id],
    queryFn: () => asked<T>('GET', `${at(job?.id ?? '')}/result`),
    enabled: job?.state === 'done',
    staleTime: Infinity,
  });

export const fileAddress = (job: string, name: string) => `${at(job)}/files/${encodeURIComponent(name)}`;

export function hasEnded(job: Job): boolean {
  return job.state !== 'waiting' && job.state !== 'running';
}

/** A job as it stands, told by the desk with every change. */
export function useJob(id: string | undefined) {
  const client = useQueryClient();
  const query = useQuery(jobQuery(id));
  const goes = query.data !== undefined && !hasEnded(query.data);
  useEffect(() => {
    if (id === undefined || !goes) return;
    const stream = new EventSource(`${at(id)}/stream`);
    stream.addEventListener('job', (event: MessageEvent<string>) => client.setQueryData(['job', id], JSON.parse(event.data) as Job));
    return () => stream.close();
  }, [client, id, goes]);
  return query;
}

/** Asks for work: the same work again before it was taken has the same key, and is taken once. */
export function useAsk() {
  const client = useQueryClient();
  const key = useRef({ content: '', id: '' });
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function ask(work: Work): Promise<Job | null> {
    const content = JSON.stringify(work);
    if (key.current.content !== content) key.current = { content, id: newId('j') };
    setPending(true);
    setProblem(null);
    try {
      const job = await asked<Job>('POST', '/api/v1/jobs', work, { 'Idempotency-Key': key.current.id });
      key.current = { content: '', id: '' };
      client.setQueryData(['job', job.id], job);
      await client.invalidateQueries({ queryKey: ['jobs'] });
      return job;
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      setProblem(error.problem);
      return null;
    } finally {
      setPending(false);
    }
  }

  const cancel = async (id: string) => {
    await asked('DELETE', at(id));
    await client.invalidateQueries({ queryKey: ['job', id] });
  };
  return { ask, cancel, pending, problem };
}
