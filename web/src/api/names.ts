/** Names of what data calls by ids. */

import { useQuery } from '@tanstack/react-query';
import { programmesQuery } from './queries';
import type { Schema } from './client';
import { workflow, workflows, type Workflow } from './workflows';

export function useProgrammes() {
  const { data } = useQuery(programmesQuery);
  const rows: Schema['ProgrammeWire'][] = data?.rows ?? [];
  return {
    programmes: rows,
    /** The workflow under which a programme runs. */
    flowOf: (programme: string): Workflow | undefined => workflow(rows.find((one) => one.programme === programme)?.workflow),
    linesOf: (programme: string): Schema['LineWire'][] => rows.find((one) => one.programme === programme)?.lines ?? [],
    /** The workflow that has a part of this name in one of its stages. */
    flowOfBranch: (branch: string): Workflow | undefined =>
      workflows().find((flow) => flow.stages.some((stage) => stage.branches?.some((one) => one.id === branch))),
  };
}
