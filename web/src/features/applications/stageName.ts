import { useProgrammes } from '../../api/names';
import { useWorkflows } from '../../api/workflows';
import { useLang } from '../../ui/lang';

/** Names stages by the workflow of their programme. */
export function useStageName() {
  const { both } = useLang();
  const { flowOf } = useProgrammes();
  const flows = useWorkflows();
  return (programme: string, stage: string) => {
    const known = flowOf(programme)?.stages ?? flows.flatMap((flow) => flow.stages);
    const found = known.find((one) => one.id === stage);
    return found ? both(found.name) : stage;
  };
}

