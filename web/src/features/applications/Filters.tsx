import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useProgrammes } from '../../api/names';
import { useWorkflows } from '../../api/workflows';
import { readFilters, writeFilters } from '../../lib/address';
import { useLang } from '../../ui/lang';

export const NAMES = ['programme', 'district', 'project_kind', 'stage', 'ended', 'sort'] as const;

type Name = (typeof NAMES)[number];

export function Filters() {
  const { t, code, both } = useLang();
  const [search, setSearch] = useSearchParams();
  const { programmes, flowOf } = useProgrammes();
  const all = useWorkflows();
  const chosen = readFilters(search, NAMES);
  const flows = chosen.programme === undefined ? all.filter((flow) => programmes.some((one) => one.workflow === flow.id)) : [flowOf(chosen.programme)];
  const stages = new Map(flows.flatMap((flow) => flow?.stages ?? []).map((stage) => [stage.id, both(stage.name)]));
  const unique = (all: string[]) => [...new Set(all)].sort();
  const options: Record<Name, { value: string; label: string }[]> = {
    programme: programmes.map((one) => ({ value: one.programme, label: one.programme })),
    district: unique(programmes.flatMap((one) => one.districts)).map((value) => ({ value, label: code('district', value) })),
    project_kind: unique(programmes.flatMap((one) => one.project_kinds)).map((value) => ({ value, label: code('project', value) })),
    stage: [...stages].map(([value, label]) => ({ value, label })),
    ended: [{ value: 'false', label: t('apps.running') }, { value: 'true', label: t('apps.ended') }],
    sort: (['due', 'entered', 'title', 'investment', 'id'] as const).map((value) => ({ value, label: t(`apps.sort.${value}`) })),
  };
  const words = { programme: 'apps.programme', district: 'apps.district', project_kind: 'apps.kind', stage: 'apps.stage', ended: 'apps.state', sort: 'apps.sort' } as const;
  return (
    <div className="filters">
      {NAMES.filter((name) => name === 'sort' || options[name].length > 1).map((name) => (
        <label key={name}>
          {t(words[name])}
          <Select
            aria-label={t(words[name])}
            value={chosen[name] ?? (name === 'sort' ? 'due' : '')}
            options={name === 'sort' ? options.sort : [{ value: '', label: t('say.all') }, ...options[name]]}
            onChange={(value) => setSearch(writeFilters(search, { [name]: value }), { replace: true })}
            popupMatchSelectWidth={false}
          />
        </label>
      ))}
    </div>
  );
}
