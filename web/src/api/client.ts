/** The desk's interface, typed by its own document. */

import createClient from 'openapi-fetch';
import { DeskError, readProblem, unreachable } from '../lib/problem';
import { loggedInAgain } from './again';
import type { components, paths } from './schema';

export type Schema = components['schemas'];

/** Sends a request; where the session has ended, once more after the user has logged in again. */
async function patient(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await sent(request);
  const is_login = new URL(request.url).pathname === '/api/v1/session';
  if (answer.status !== 401 || is_login) return answer;
  await loggedInAgain();
  return sent(again);
}

async function sent(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    throw new DeskError(unreachable());
  }
}

export const api = createClient<paths>({ fetch: patient });

/** What was answered, or the problem thrown. */
export async function answered<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new DeskError(readProblem(response.status, error));
  return data as T;
}
