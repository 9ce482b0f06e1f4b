/** Filters with the count of each group beside it; what is chosen stands in the address. */

import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { countQuery, type Grouped } from '../../api/ledger';
import type { SpaceFilter } from '../../api/queries';
import { readFilters, writeFilters } from '../../lib/address';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { Fault, Loading, problemOf } from '../../ui/states';
import { GROUPS, NAMES } from './filter';

export function Groups({ filter }: { filter: SpaceFilter }) {
  const { t } = useLang();
  const [search, setSearch] = useSearchParams();
  const by = GROUPS.find((one) => one === search.get('by')) ?? 'district';
  const change = (changes: Record<string, string | undefined>) => setSearch(writeFilters(search, changes), { replace: true });
  return (
    <div className="groups">
      <Chosen change={change} />
      <Segmented
        block size="small" aria-label={t('ledger.by')} value={by}
        options={GROUPS.map((value) => ({ value, label: t(`ledger.by.${value}`) }))}
        onChange={(value) => change({ by: value === 'district' ? undefined : value })}
      />
      <List by={by} filter={filter} change={change} />
      <fieldset className="groups-area">
        <legend className="meta">{t('ledger.area')}</legend>
        {(['floor_area_min_m2', 'floor_area_max_m2'] as const).map((name) => (
          <AreaInput key={`${name}${search.get(name) ?? ''}`} value={search.get(name) ?? ''} label={t(name === 'floor_area_min_m2' ? 'ledger.area.min' : 'ledger.area.max')} placeholder={name === 'floor_area_min_m2' ? '0' : '∞'} set={(text) => change({ [name]: text })} />
        ))}
      </fieldset>
    </div>
  );
}

function AreaInput({ value, label, placeholder, set }: { value: string; label: string; placeholder: string; set: (text: string) => void }) {
  return (
    <Input
      size="small" className="num" inputMode="decimal" aria-label={label} placeholder={placeholder} defaultValue={value}
      onPressEnter={(event) => set(event.currentTarget.value.trim())}
      onBlur={(event) => { if (event.target.value.trim() !== value) set(event.target.value.trim()); }}
    />
  );
}

function Chosen({ change }: { change: (changes: Record<string, string | undefined>) => void }) {
  const { t } = useLang();
  const [search] = useSearchParams();
  const name = useGroupName();
  const chosen = Object.entries(readFilters(search, NAMES));
  if (chosen.length === 0) return null;
  const text = (key: string, value: string) => {
    if (key === 'floor_area_min_m2') return `≥ ${value} m²`;
    if (key === 'floor_area_max_m2') return `≤ ${value} m²`;
    return name(key as Grouped, value);
  };
  return (
    <div className="groups-chosen" role="group" aria-label={t('ledger.filters')}>
      {chosen.map(([key, value]) => (
        <Button key={key} size="small" aria-label={t('ledger.filter.drop', { name: text(key, value) })} onClick={() => change({ [key]: undefined, ...(key === 'district' && { street: undefined }) })}>
          {text(key, value)} <span aria-hidden="true">×</span>
        </Button>
      ))}
      {chosen.length > 1 && <Button type="link" size="small" onClick={() => change(Object.fromEntries(NAMES.map((one) => [one, undefined])))}>{t('ledger.clear')}</Button>}
    </div>
  );
}

/** Names a group as people do. */
export function useGroupName() {
  const { code } = useLang();
  return (by: Grouped, key: string) => (by === 'kind' ? code('kind', key) : by === 'project_kind' ? code('project', key) : code('district', key));
}

function List({ by, filter, change }: { by: Grouped; filter: SpaceFilter; change: (changes: Record<string, string | undefined>) => void }) {
  const { t } = useLang();
  const name = useGroupName();
  // The groups beside the chosen one stay in sight, so that another can be taken.
  const { [by]: chosen, ...others } = filter;
  const query = useQuery(countQuery(others, by));
  if (query.isError) return <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading rows={6} />;
  const rows = [...query.data.rows].sort((a, b) => b.spaces - a.spaces);
  const most = rows[0]?.spaces ?? 1;
  return (
    <ul className="groups-list" aria-label={t(`ledger.by.${by}`)}>
      {rows.map(({ key, district, spaces }) => {
        const bar = <span className="groups-bar" style={{ width: `${(spaces / most) * 100}%` }} />;
        const shown = key == null ? t('ledger.group.unsaid') : name(by, key);
        const aside = by === 'street' && filter.district == null && district != null ? <span className="meta"> {district}</span> : null;
        const text = <><span className="groups-name">{shown}{aside}</span>{' '}<span className="num">{exact(spaces)}</span>{bar}</>;
        if (key == null) return <li key={`?${district ?? ''}`} className="groups-unsaid">{text}</li>;
        const isChosen = key === chosen && (by !== 'street' || filter.district == null || district === filter.district);
        const changes = { [by]: isChosen ? undefined : key, ...(by === 'street' && district != null && { district }), ...(by === 'district' && { street: undefined }) };
        return (
          <li key={`${district ?? ''}/${key}`}>
            <button type="button" aria-pressed={isChosen} title={t('ledger.group.pick', { name: shown, n: exact(spaces) })} onClick={() => change(changes)}>{text}</button>
          </li>
        );
      })}
    </ul>
  );
}
