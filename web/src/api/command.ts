/** Having something done: one key for one content, kept across retries. */

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newId } from '../lib/ids';
import { DeskError, type Problem } from '../lib/problem';
import { answered, api, type Schema } from './client';

export type Actor = { role: Schema['Role']; on_behalf_of?: string };

export type Sent = { receipt: Schema['Receipt'] } | { problem: Problem };

/** Sends one command under `key`. */
export async function send(key: string, actor: Actor, action: Schema['Action'], expected?: number): Promise<Schema['Receipt']> {
  const call = api.POST('/api/v1/commands', {
    params: { header: { 'Idempotency-Key': key, ...(expected !== undefined && { 'If-Match': `"v${expected}"` }) } },
    body: { role: actor.role, action, ...(actor.on_behalf_of !== undefined && { on_behalf_of: actor.on_behalf_of }) },
  });
  return answered(call);
}

/** A command of a form: sent again with the same content it has the same key, and is done once. */
export function useCommand(actor: Actor) {
  const client = useQueryClient();
  const key = useRef({ content: '', id: '' });
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run(action: Schema['Action'], expected?: number): Promise<Sent> {
    const content = JSON.stringify([actor, action, expected]);
    if (key.current.content !== content) key.current = { content, id: newId('c') };
    setPending(true);
    setProblem(null);
    try {
      const receipt = await send(key.current.id, actor, action, expected);
      key.current = { content: '', id: '' };
      await client.invalidateQueries();
      return { receipt };
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      setProblem(error.problem);
      return { problem: error.problem };
    } finally {
      setPending(false);
    }
  }

  return { run, pending, problem, clear: () => setProblem(null) };
}
