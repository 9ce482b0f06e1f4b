/** One space: every fact with where it comes from. */

import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { Schema } from '../../api/client';
import { spaceQuery } from '../../api/queries';
import { exact } from '../../lib/number';
import { Figure } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Loaded } from '../../ui/states';

export function SpaceDrawer({ id, close }: { id: string; close: () => void }) {
  const query = useQuery(spaceQuery(id));
  return (
    <Drawer open onClose={close} title={id} size={460}>
      <Loaded query={query}>
        {(space) => <dl className="facts facts-list">{space.facts.map((fact) => <Known key={fact.field} fact={fact} />)}</dl>}
      </Loaded>
    </Drawer>
  );
}

function Known({ fact }: { fact: Schema['KnownFact'] }) {
  const { both, code } = useLang();
  const { value, unit, source, field } = fact;
  const plain = typeof value === 'number' ? (field.startsWith('year') ? String(value) : exact(value)) : typeof value === 'string' ? value : JSON.stringify(value);
  const coded = field === 'kind' ? code('kind', plain) : field === 'project_kind' ? code('project', plain) : plain;
  const text = unit == null ? coded : `${coded} ${unit}`;
  const from = { label: both(fact.label), value: text, source: source.origin, mark: source.mark, ...(source.date != null && { date: source.date }) };
  return <div><dt>{both(fact.label)}</dt><dd><Figure from={from}>{text}</Figure></dd></div>;
}
