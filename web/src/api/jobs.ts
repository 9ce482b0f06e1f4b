/** Long work: asked for, followed while it runs, its result. */

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../lib/ids';
import { DeskError, type Problem } from '../lib/problem';
import { answered, api, type Schema } from './client';
import { save } from './upload';

export type Job = Schema['JobWire'];
export type Work = Schema['Work'];

const ENDED: readonly Job['state'][] = ['done', 'failed', 'cancelled'];

export function isEnded(job: Job): boolean {
  return ENDED.includes(job.state);
}

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: () => answered(api.GET('/api/v1/jobs')),
  // While something runs it is asked for often, else rarely: others ask for work too.
  refetchInterval: (query) => (query.state.data?.rows.some((job) => !isEnded(job)) === true ? 2_000 : 30_000),
});

const oneQuery = (job: string) =>
  queryOptions({
    queryKey: ['jobs', job],
    queryFn: () => answered(api.GET('/api/v1/jobs/{job}', { params: { path: { job } } })),
  });

/** A job as it goes on: told by its stream, asked for every two seconds where that breaks off. */
export function useJob(id: string) {
  const client = useQueryClient();
  const [isTold, setIsTold] = useState(true);
  const query = useQuery({ ...oneQuery(id), refetchInterval: (one) => (isTold || (one.state.data !== undefined && isEnded(one.state.data)) ? false : 2_000) });
  const ended = query.data !== undefined && isEnded(query.data);
  const known = query.data !== undefined;
  useEffect(() => {
    if (!known || ended) return;
    const stream = new EventSource(`/api/v1/jobs/${encodeURIComponent(id)}/stream`);
    stream.addEventListener('job', (event: MessageEvent<string>) => {
      setIsTold(true);
      const job = JSON.parse(event.data) as Job;
      client.setQueryData(oneQuery(id).queryKey, job);
      if (isEnded(job)) void afterwards(client);
    });
    stream.onerror = () => setIsTold(false);
    return () => stream.close();
  }, [id, known, ended, client]);
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: jobsQuery.queryKey, exact: true });
  }, [ended, client]);
  return query;
}

/** What a finished job may have changed is read again. */
function afterwards(client: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all([client.invalidateQueries({ queryKey: ['spaces'] }), client.invalidateQueries({ queryKey: jobsQuery.queryKey, exact: true })]);
}

/** The whole result of a job that is done; its form depends on the work. */
export function resultQuery<Result>(job: string) {
  return queryOptions({
    queryKey: ['result', job],
    queryFn: async () => {
      const found = await answered<unknown>(api.GET('/api/v1/jobs/{job}/result', { params: { path: { job } }, parseAs: 'json' }));
      return found as Result;
    },
    staleTime: Infinity,
  });
}

export async function cancelJob(job: string): Promise<void> {
  await answered(api.POST('/api/v1/jobs/{job}/cancel', { params: { path: { job } } }));
}

export async function saveFile(job: string, name: string): Promise<void> {
  save(name, await answered<Blob>(api.GET('/api/v1/jobs/{job}/files/{name}', { params: { path: { job, name } }, parseAs: 'blob' })));
}

/** Asks for work; the same work again has the same key until it was taken, and is done once. */
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
      const job = await answered(api.POST('/api/v1/jobs', { params: { header: { 'Idempotency-Key': key.current.id } }, body: work }));
      key.current = { content: '', id: '' };
      client.setQueryData(oneQuery(job.id).queryKey, job);
      await client.invalidateQueries({ queryKey: jobsQuery.queryKey, exact: true });
      return job;
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      setProblem(error.problem);
      return null;
    } finally {
      setPending(false);
    }
  }

  return { ask, pending, problem };
}
