/** Empty says what to do first, loading shows the shape, an error says what was kept and what to do. */

import { Alert, Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DeskError, type Problem } from '../lib/problem';
import { useLang } from './lang';

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useLang();
  return (
    <div role="status" aria-label={t('say.loading')} className="loading">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function Empty({ title, what, children }: { title: string; what: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="meta">{what}</p>
      {children}
    </div>
  );
}

export function Fault({ problem, again, kept = false }: { problem: Problem; again?: () => void; kept?: boolean }) {
  const { t, both } = useLang();
  const what = `${both(problem.remedy)}${kept ? ` · ${t('fault.kept')}` : ''}`;
  return (
    <Alert
      type="error"
      showIcon
      className="fault"
      title={both(problem.text)}
      description={<>{what}{problem.pointer ? <div className="meta">{problem.pointer}</div> : null}</>}
      action={again && <Button size="small" onClick={again}>{t('say.retry')}</Button>}
    />
  );
}

/** The problem in what was thrown; what is none of ours is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DeskError) return error.problem;
  throw error;
}

/** What a query answered, or the state in which it is. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />;
  return <Loading />;
}
