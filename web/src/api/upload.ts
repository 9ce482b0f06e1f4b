/** Documents on their way in, with progress, which `fetch` does not tell. */

import { DeskError, FILE_BYTES_MAX, readProblem, tooLarge, unreachable } from '../lib/problem';
import { loggedInAgain } from './again';
import type { Schema } from './client';

/** Keeps the bytes of `file`; tells `progress` the share that was sent, 0 to 1. */
export function upload(file: Blob, progress: (share: number) => void): Promise<Schema['Kept']> {
  return sendBytes<Schema['Kept']>('/api/v1/documents', file, progress);
}

/** Sends bytes to `path` and reads what is answered, of the type that the path promises. */
export async function sendBytes<T>(path: string, file: Blob, progress: (share: number) => void): Promise<T> {
  // Sent whole, the server would break off the connection, and nobody would know why.
  if (file.size > FILE_BYTES_MAX) throw new DeskError(tooLarge(file.size));
  const answer = await put(path, file, progress);
  if (answer.status === 401) {
    await loggedInAgain();
    return sendBytes<T>(path, file, progress);
  }
  const body: unknown = parsed(answer.text);
  if (answer.status !== 200) throw new DeskError(readProblem(answer.status, body));
  return body as T;
}

function put(path: string, file: Blob, progress: (share: number) => void): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    // What it is, the server tells by the first bytes; browsers guess from the name.
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new DeskError(unreachable()));
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Hands bytes to the browser as a file to save. */
export function save(name: string, bytes: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
