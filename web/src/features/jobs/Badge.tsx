import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isEnded, jobsQuery } from '../../api/jobs';
import { useLang } from '../../ui/lang';
import { useSession } from '../session/session';

/** Tells in the frame that own work goes on. */
export function JobsBadge() {
  const { t } = useLang();
  const { user } = useSession();
  const { data } = useQuery({ ...jobsQuery, retry: false });
  const running = (data?.rows ?? []).filter((job) => job.by === user && !isEnded(job)).length;
  if (running === 0) return null;
  return <Link to="/jobs" className="jobs-badge" role="status">{t('jobs.badge', { n: running })}</Link>;
}
