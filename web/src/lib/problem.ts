/** Problems (RFC 9457) in words, and what kept a request from being answered at all. */

import type { Both } from './lang';

export type Problem = {
  status: number;
  code: string;
  text: Both;
  remedy: Both;
  pointer?: string | null;
};

/** What a page shows when something did not go as asked. */
export class DeskError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.text.en);
  }
}

/** The problem in an answer; one of our own where the body is none. */
export function readProblem(status: number, body: unknown): Problem {
  if (isProblem(body)) return body;
  return {
    status,
    code: 'unreadable',
    text: { zh: `服务返回了无法识别的内容（${status}）`, en: `the server answered something unreadable (${status})` },
    remedy: { zh: '稍后再试，或告知运维人员', en: 'try again later, or tell the operator' },
  };
}

/** The server cannot be reached. What was typed is still on the page. */
export function unreachable(): Problem {
  return {
    status: 0,
    code: 'unreachable',
    text: { zh: '连接不到服务', en: 'the server cannot be reached' },
    remedy: { zh: '检查网络后重试；已填写的内容仍保留', en: 'check the network and try again; what you typed is kept' },
  };
}

/** The most bytes of a document or a list that the server takes. */
export const FILE_BYTES_MAX = 50 * 2 ** 20;

/** A file that the server would refuse: told before it is sent. */
export function tooLarge(bytes: number): Problem {
  const megabytes = (count: number) => (Math.ceil((count / 2 ** 20) * 10) / 10).toLocaleString('en-US');
  const [size, most] = [megabytes(bytes), megabytes(FILE_BYTES_MAX)];
  return {
    status: 413,
    code: 'too_large',
    text: { zh: `文件有 ${size} MB，最多 ${most} MB`, en: `the file has ${size} MB, at most ${most} MB are taken` },
    remedy: { zh: '没有上传。请降低扫描分辨率、压缩图片，或拆成几个文件', en: 'nothing was sent: scan it at a lower resolution, make its pictures smaller, or split it' },
  };
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { code, text, remedy } = body as Record<string, unknown>;
  return typeof code === 'string' && isBoth(text) && isBoth(remedy);
}

function isBoth(value: unknown): value is Both {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

/** Whether the same request may be sent again under the same key. */
export function isWorthRetrying(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 503 || problem.status === 429;
}
