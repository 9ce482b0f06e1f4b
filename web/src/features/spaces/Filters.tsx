import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { spaceCountQuery } from '../../api/queries';
import { readFilters, writeFilters } from '../../lib/address';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';

export const NAMES = ['district', 'street', 'kind', 'project_kind'] as const;

type Name = (typeof NAMES)[number];

/** A list is only of what is left under the other filters, with how many there are. */
export function Filters() {
  return <div className="filters">{NAMES.map((name) => <Filter key={name} name={name} />)}</div>;
}

function Filter({ name }: { name: Name }) {
  const { t, code } = useLang();
  const [search, setSearch] = useSearchParams();
  const { [name]: chosen, ...others } = readFilters(search, NAMES);
  const { data } = useQuery(spaceCountQuery(name, others));
  const label = (value: string) => (name === 'kind' ? code('kind', value) : name === 'project_kind' ? code('project', value) : value);
  const options = data?.rows.flatMap(({ key, spaces }) => (key == null ? [] : [{ value: key, label: `${label(key)} · ${exact(spaces)}` }])) ?? [];
  const unique = [...new Map(options.map((option) => [option.value, option])).values()];
  return (
    <label>
      {t(`spaces.${name}`)}
      <Select
        aria-label={t(`spaces.${name}`)} value={chosen ?? ''} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: 'label' }}
        options={[{ value: '', label: t('say.all') }, ...unique]}
        onChange={(value) => setSearch(writeFilters(search, { [name]: value }), { replace: true })}
      />
    </label>
  );
}
