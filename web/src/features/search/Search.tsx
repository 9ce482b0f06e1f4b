/** One search over applications and spaces. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { searchQuery } from '../../api/queries';
import { useOrganisations } from '../../api/names';
import { useLang } from '../../ui/lang';
import { Joined, Page, Section } from '../../ui/page';
import { Empty, Fault, Loading, problemOf } from '../../ui/states';
import { useStageName } from '../applications/stageName';

/** An application has a stage; a space has none. */
function isApplication(hit: Schema['Hit']): hit is Schema['ApplicationRow'] {
  return 'stage' in hit;
}

export function Component() {
  const { t } = useLang();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const query = useInfiniteQuery(searchQuery(q));
  const hits = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const applications = hits.filter(isApplication);
  const spaces = hits.filter((hit): hit is Schema['SpaceRow'] => !isApplication(hit));
  return (
    <Page title={t('search.title')}>
      <search className="filters">
        <Input.Search key={q} defaultValue={q} aria-label={t('search.title')} placeholder={t('search.hint')} maxLength={200} size="large" className="search-box"
          enterButton={t('nav.search')} onSearch={(text) => setSearch({ q: text.trim() })} />
      </search>
      {q === '' && <Empty title={t('search.start')} what={t('search.start.what')} />}
      {q !== '' && query.isPending && <Loading />}
      {query.isError && <Fault problem={problemOf(query.error)} again={() => void query.refetch()} />}
      {query.isSuccess && hits.length === 0 && <Empty title={t('search.empty', { q })} what={t('search.empty.what')} />}
      {applications.length > 0 && <Section title={`${t('search.applications')} · ${applications.length}`}><Applications rows={applications} /></Section>}
      {spaces.length > 0 && <Section title={`${t('search.spaces')} · ${spaces.length}${query.hasNextPage ? '+' : ''}`}><Spaces rows={spaces} /></Section>}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('say.more')}</Button>}
    </Page>
  );
}

function Applications({ rows }: { rows: Schema['ApplicationRow'][] }) {
  const { code } = useLang();
  const stageName = useStageName();
  const name = useOrganisations();
  return (
    <ul className="tasks">
      {rows.map((row) => (
        <li className="task" key={row.id}>
          <div className="task-main">
            <Link to={`/applications/${encodeURIComponent(row.id)}`} className="task-title">{row.title}</Link>
            <div className="meta wrap"><Joined of={[row.id, code('district', row.district), name(row.applicant)]} /></div>
          </div>
          <div className="task-due">{stageName(row.programme, row.stage)}</div>
        </li>
      ))}
    </ul>
  );
}

function Spaces({ rows }: { rows: Schema['SpaceRow'][] }) {
  return (
    <ul className="tasks">
      {rows.map((row) => (
        <li className="task" key={row.id}>
          <div className="task-main">
            <Link to={`/space?id=${encodeURIComponent(row.id)}`} className="task-title">{row.name ?? row.id}</Link>
            <div className="meta wrap"><Joined of={[row.id, row.address, row.owner]} /></div>
          </div>
          <div className="task-due">{row.district}</div>
        </li>
      ))}
    </ul>
  );
}
