/** What the latest screening of the ledger found, by group and criterion; each number leads to its rows. */

import { queryOptions, useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { answered, api } from '../../api/client';
import { jobsQuery, type Job } from '../../api/jobs';
import type { Both } from '../../lib/lang';
import { exact } from '../../lib/number';
import { showMoment } from '../../lib/time';
import { useLang } from '../../ui/lang';
import { Section } from '../../ui/page';
import { Loaded } from '../../ui/states';
import type { By } from './groups';
import { useGroupName } from './names';

type Outcomes = { met: number; not_met: number; undetermined: number };
type Hits = Record<string, Outcomes>;
export type ByGroup = { titles: Record<string, Both>; all: Hits; groups: Record<string, Record<string, Hits>> };

const FILE = 'groups.json';

const groupsQuery = (job: string) =>
  queryOptions({
    queryKey: ['screening', job],
    queryFn: async () => {
      const bytes = await answered<Blob>(api.GET('/api/v1/jobs/{job}/files/{name}', { params: { path: { job, name: FILE } }, parseAs: 'blob' }));
      return JSON.parse(await bytes.text()) as ByGroup;
    },
    staleTime: Infinity,
  });

export function Screening({ by }: { by: By }) {
  const { t, both, lang } = useLang();
  const jobs = useQuery(jobsQuery);
  const last = jobs.data?.rows.find((job) => job.work.kind === 'screen' && job.state === 'done');
  return (
    <Section title={t('city.screening')} extra={last && <span className="meta">{showMoment(last.ended ?? last.at, lang)}</span>}>
      {last?.told ? <p className="told">{both(last.told)}</p> : <p className="meta">{t('city.screening.none')}</p>}
      {last?.files.includes(FILE) === true && <Groups job={last} by={by} />}
    </Section>
  );
}

function Groups({ job, by }: { job: Job; by: By }) {
  const query = useQuery(groupsQuery(job.id));
  return <Loaded query={query}>{(found) => <Found found={found} by={by === 'project_kind' ? 'kind' : by} />}</Loaded>;
}

type Row = { key: string; hits: Hits };

function Found({ found, by }: { found: ByGroup; by: Exclude<By, 'project_kind'> }) {
  const { t, both } = useLang();
  const name = useGroupName();
  const met = (hits: Hits, criterion: string) => hits[criterion]?.met ?? 0;
  const criteria = Object.keys(found.titles).filter((one) => met(found.all, one) > 0).sort((a, b) => met(found.all, b) - met(found.all, a));
  const sum = (hits: Hits) => criteria.reduce((total, one) => total + met(hits, one), 0);
  const rows: Row[] = Object.entries(found.groups[by] ?? {}).map(([key, hits]) => ({ key, hits })).sort((a, b) => sum(b.hits) - sum(a.hits));
  const open = (hits: Hits) => Object.values(hits).reduce((total, one) => total + one.undetermined, 0);
  const columns: TableColumnsType<Row> = [
    { title: t(`city.group.${by}`), key: 'key', width: 150, fixed: 'start', render: (_, { key }) => (key === '?' ? t('city.notSaid') : <Link to={`/ledger?${new URLSearchParams({ [by]: key }).toString()}`}>{name(by, key)}</Link>) },
    ...criteria.map((one) => ({ title: both(found.titles[one] ?? { zh: one, en: one }), key: one, width: 120, align: 'right' as const, sorter: (a: Row, b: Row) => met(a.hits, one) - met(b.hits, one), render: (_: unknown, { hits }: Row) => <span className="num">{exact(met(hits, one))}</span> })),
    { title: t('city.screening.open'), key: 'open', width: 110, align: 'right', render: (_, { hits }) => <span className="num meta">{exact(open(hits))}</span> },
  ];
  return <Table rowKey="key" columns={columns} dataSource={rows} size="small" scroll={{ x: 260 + 120 * criteria.length }} pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false} />;
}
