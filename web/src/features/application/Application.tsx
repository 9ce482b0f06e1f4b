/** One application: what it is, what came of it, what can be done. */

import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { readLines, type Entry } from '../../api/events';
import { useProgrammes } from '../../api/names';
import { applicationQuery, eventsQuery, sheetsQuery, usersQuery } from '../../api/queries';
import { Due } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { TabLinks } from '../../ui/tabs';
import { useSession } from '../session/session';
import { Acts } from './acts/Acts';
import type { Scene } from './acts/spec';
import { Funds } from './Funds';
import { History } from './History';
import { Letters } from './Letters';
import { Materials } from './Materials';
import { Overview } from './Overview';
import { Review } from './Review';

export function Component() {
  const { id = '' } = useParams();
  const query = useQuery(applicationQuery(id));
  const events = useQuery(eventsQuery(id));
  return <Loaded query={query}>{(whole) => <Opened whole={whole} entries={readLines(events.data?.lines ?? [])} />}</Loaded>;
}

function Opened({ whole, entries }: { whole: Schema['Whole']; entries: Entry[] }) {
  const { t, both, code } = useLang();
  const { actor } = useSession();
  const { flowOf, linesOf } = useProgrammes();
  const [search] = useSearchParams();
  const { row } = whole;
  const scores = whole.may.some((one) => one.right === 'score');
  const appoints = whole.may.some((one) => one.right === 'appoint' && one.role === actor.role);
  const sheets = useQuery({ ...sheetsQuery, enabled: scores });
  const users = useQuery({ ...usersQuery, enabled: appoints });
  const flow = flowOf(row.programme);
  const scene: Scene = {
    whole, flow, role: actor.role, onBehalfOf: actor.on_behalf_of, sheets: sheets.data?.rows ?? [], users: users.data?.rows ?? [], stage: flow?.stages.find((stage) => stage.id === row.stage), lines: linesOf(row.programme), events: entries.map((entry) => entry.event),
  };
  const overview = { key: 'overview', label: t('app.tab.overview'), children: <Overview scene={scene} /> };
  const tabs = [
    overview,
    { key: 'materials', label: t('app.tab.materials'), children: <Materials scene={scene} /> },
    { key: 'review', label: t('app.tab.review'), children: <Review scene={scene} /> },
    { key: 'money', label: t('app.tab.money'), children: <Funds scene={scene} /> },
    { key: 'letters', label: t('app.tab.letters'), children: <Letters scene={scene} /> },
    { key: 'history', label: t('app.tab.history'), children: <History application={scene.whole.row.id} entries={entries} /> },
  ];
  const current = tabs.find((tab) => tab.key === search.get('tab')) ?? overview;
  const what = (
    <div className="row">
      <strong>{both(scene.stage?.name ?? whole.stage_name)}</strong>
      {!row.ended && <Due day={row.due} />}
      {row.ended && <Tag>{t('apps.ended')}</Tag>}
      {row.suspended != null && <Tag color="warning">{t('apps.suspended')}</Tag>}
      {row.suspected && <Tag color="warning">{t('apps.suspected')}</Tag>}
      <span className="meta">{row.id} · {t('app.version', { n: row.version })} · {t(`mode.${row.mode}`)} · {code('district', row.district)} · {code('project', row.project_kind)}</span>
    </div>
  );
  return (
    <Page title={row.title} what={what}>
      <div className="case">
        <div className="case-main">
          <TabLinks name="tab" items={tabs} current={current.key} />
          {current.children}
        </div>
        <Acts scene={scene} />
      </div>
    </Page>
  );
}
