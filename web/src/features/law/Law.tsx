/** The law held against its original: every value and rule with its source, and who confirmed it. */

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Progress, Radio, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { lawQuery, type Law } from '../../api/law';
import { schemesQuery } from '../../api/ledger';
import { readFilters, writeFilters } from '../../lib/address';
import { exact } from '../../lib/number';
import { showDay } from '../../lib/time';
import { today } from '../../ui/due';
import { DayInput } from '../../ui/day';
import { MarkTag } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Page, Section } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { Confirm } from './Confirm';
import { linesOf, type Line } from './lines';

const USUAL = 'cn/beijing/vacated-space';

export function Component() {
  const { t, both } = useLang();
  const [search, setSearch] = useSearchParams();
  const { scheme = USUAL, on = today() } = readFilters(search, ['scheme', 'on']);
  const schemes = useQuery(schemesQuery).data?.rows ?? [];
  const law = useQuery(lawQuery(scheme, on));
  const put = (next: Record<string, string>) => setSearch(writeFilters(search, next), { replace: true });
  return (
    <Page title={t('law.title')} what={t('law.what')}>
      <div className="filters">
        <Select aria-label={t('space.law')} className="wide" value={scheme} options={schemes.map((one) => ({ value: one.id, label: both(one.name) }))} onChange={(value: string) => put({ scheme: value })} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} />
        <div className="narrow"><DayInput aria-label={t('space.on')} value={on} onChange={(day) => { if (day) put({ on: day }); }} /></div>
      </div>
      <Loaded query={law}>{(found) => <Items law={found} />}</Loaded>
    </Page>
  );
}

type Shown = 'open' | 'confirmed' | 'all';

function Items({ law }: { law: Law }) {
  const { t, both, lang } = useLang();
  const { actor } = useSession();
  const may = actor.role === 'municipal_officer';
  const [shown, setShown] = useState<Shown>('open');
  const [key, setKey] = useState<string | null>(null);
  const lines = linesOf(law);
  const is_open = (line: Line) => line.ground?.mark !== 'V';
  const open = lines.filter(is_open);
  const rows = shown === 'all' ? lines : shown === 'open' ? open : lines.filter((line) => line.ground?.confirmed != null);
  const opened = lines.find((line) => line.key === key);
  const columns: TableColumnsType<Line> = [
    { title: t('law.item'), key: 'label', width: 300, render: (_, row) => <><span className="wrap">{both(row.label)}</span><div className="meta">{row.id}{row.place != null && ` · ${row.place}`}</div></> },
    { title: t('law.value'), key: 'value', width: 170, render: (_, row) => (row.is_value ? (row.shown ? <span className="num wrap">{both(row.shown)}</span> : <span className="meta">{t('law.unknown')}</span>) : <span className="meta">{t('law.rule')}</span>) },
    { title: t('law.from'), key: 'from', width: 110, render: (_, row) => (row.from === undefined ? '' : showDay(row.from, lang)) },
    { title: t('law.ground'), key: 'ground', width: 240, render: (_, row) => row.ground && <><MarkTag mark={row.ground.mark} /><div className="meta wrap">{row.ground.article ?? t('law.notSeen')}</div></> },
    {
      title: t('law.confirmed'), key: 'confirmed', width: 190,
      render: (_, row) => {
        const by = row.ground?.confirmed;
        return <>{by ? <span className="wrap">{by.by} · {showDay(by.on, lang)}<div className="meta">{by.against}</div></span> : <span className="meta">{row.ground?.mark === 'V' ? t('law.seen') : t('law.none')}</span>}</>;
      },
    },
    ...(may ? [{ title: <span className="visually-hidden">{t('app.acts')}</span>, key: 'act', width: 90, render: (_: unknown, row: Line) => <Button size="small" aria-label={`${t('law.check')} ${both(row.label)}`} onClick={() => setKey(row.key)}>{t('law.check')}</Button> }] : []),
  ];
  const width = columns.reduce((sum, column) => sum + Number(column.width), 0);
  return (
    <Section title={both(law.version.name)} extra={<span className="meta">{law.version.document === 'not_seen' ? t('law.document.notSeen') : law.version.document} · {t('law.since', { day: showDay(law.version.from, lang) })}</span>}>
      <Progress className="law-progress" percent={Math.round((100 * (lines.length - open.length)) / Math.max(lines.length, 1))} size="small" aria-label={t('law.progress')} />
      <p className="meta">{t('law.count', { done: exact(lines.length - open.length), all: exact(lines.length) })}</p>
      <div className="row choice-show">
        <Radio.Group aria-label={t('law.show')} optionType="button" buttonStyle="solid" value={shown} onChange={(event) => setShown(event.target.value as Shown)}
          options={(['open', 'confirmed', 'all'] as const).map((value) => ({ value, label: t(`law.show.${value}`) }))} />
      </div>
      <Table rowKey="key" columns={columns} dataSource={rows} size="small" scroll={{ x: width }} pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false} />
      <Drawer open={opened !== undefined} title={opened && both(opened.label)} onClose={() => setKey(null)} size={480} destroyOnHidden>
        {opened && <Confirm key={opened.key} law={law} line={opened} />}
      </Drawer>
    </Section>
  );
}
