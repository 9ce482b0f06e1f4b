/** Names of what data calls by ids. */

import { useQuery } from '@tanstack/react-query';
import { organisationsQuery, programmesQuery } from './queries';
import type { Schema } from './client';
import type { Workflow } from './flow';
import { useWorkflows } from './workflows';

export function useProgrammes() {
  const flows = useWorkflows();
  const { data } = useQuery(programmesQuery);
  const rows: Schema['ProgrammeWire'][] = data?.rows ?? [];
  return {
    programmes: rows,
    /** The workflow under which a programme runs. */
    flowOf: (programme: string): Workflow | undefined => {
      const id = rows.find((one) => one.programme === programme)?.workflow;
      return flows.find((flow) => flow.id === id);
    },
    linesOf: (programme: string): Schema['LineWire'][] => rows.find((one) => one.programme === programme)?.lines ?? [],
    /** The workflow that has a part of this name in one of its stages. */
    flowOfBranch: (branch: string): Workflow | undefined =>
      flows.find((flow) => flow.stages.some((stage) => stage.branches.some((one) => one.id === branch))),
  };
}

/** The registered name of an organisation, or its code where it is not known. */
export function useOrganisations(): (code: string) => string {
  const { data } = useQuery(organisationsQuery);
  return (code) => data?.get(code) ?? code;
}
