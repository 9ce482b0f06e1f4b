import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answered, api } from '../api/client';
import { sessionQuery } from '../api/queries';

/** Ends the session; drafts stay on this machine, for this user. */
export function useLogout(): () => Promise<void> {
  const client = useQueryClient();
  const go = useNavigate();
  return async () => {
    await answered(api.DELETE('/api/v1/session'));
    await go('/');
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
}
