/** Parts of a page as links: they stay in the address and can be sent on. */

import { Link, useSearchParams } from 'react-router';
import { writeFilters } from '../lib/address';
import { useLang } from './lang';

/** The part `name` of the address that is shown; the first is that without one. */
export function TabLinks({ name, items, current }: { name: string; items: { key: string; label: string }[]; current: string }) {
  const { t } = useLang();
  const [search] = useSearchParams();
  const first = items[0]?.key;
  return (
    <nav className="tabs" aria-label={t('app.tabs')}>
      {items.map(({ key, label }) => (
        <Link key={key} replace to={`?${writeFilters(search, { [name]: key === first ? '' : key }).toString()}`} aria-current={key === current ? 'page' : undefined}>{label}</Link>
      ))}
    </nav>
  );
}
