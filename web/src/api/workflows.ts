import { useQuery } from '@tanstack/react-query';
import type { Workflow } from './flow';
import { workflowsQuery } from './queries';

const NONE: Workflow[] = [];

/** Every workflow that the desk runs by. */
export function useWorkflows(): readonly Workflow[] {
  return useQuery(workflowsQuery).data ?? NONE;
}
