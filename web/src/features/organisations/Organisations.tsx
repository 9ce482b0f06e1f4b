/** Organisations, and what keeps people from matters that are too near to them: interests, shares, who stands in for whom. */

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { organisationsQuery } from '../../api/queries';
import { mayOnDesk, type DeskRight } from '../../api/rights';
import type { Word } from '../../lib/words';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { DelegateForm, InterestForm, ShareForm } from './forms';

const FORMS = ['delegate', 'declare_interest', 'record_share'] as const satisfies readonly DeskRight[];
type FormName = (typeof FORMS)[number];

const WORDS: Record<FormName, Word> = { delegate: 'duty.delegate', declare_interest: 'duty.interest', record_share: 'duty.share' };

/** The form that is open, and the organisation that it is about, stand in the address. */
function useOpened() {
  const [search, setSearch] = useSearchParams();
  const form = FORMS.find((one) => one === search.get('do'));
  return {
    form,
    of: search.get('of') ?? undefined,
    open: (next: FormName, of?: string) => setSearch({ do: next, ...(of !== undefined && { of }) }),
    close: () => setSearch({}),
  };
}

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const query = useQuery(organisationsQuery);
  const opened = useOpened();
  const [find, setFind] = useState('');
  const mine = FORMS.filter((form) => mayOnDesk(actor, form));
  const form = opened.form !== undefined && mine.includes(opened.form) ? opened.form : undefined;
  return (
    <Page title={t('duty.title')} what={t('duty.what')}
      extra={mine.map((one) => <Button key={one} onClick={() => opened.open(one)}>{t(WORDS[one])}</Button>)}>
      <div className="filters"><Input aria-label={t('duty.find')} placeholder={t('duty.find')} allowClear value={find} onChange={(event) => setFind(event.target.value)} className="narrow" /></div>
      <Loaded query={query}>
        {(names) => (names.size === 0 ? <Empty title={t('duty.none')} what={t('duty.none.what')} /> : (
          <Organisations names={names} find={find} acts={mine.filter((one) => one !== 'delegate')} open={opened.open} />
        ))}
      </Loaded>
      <Drawer open={form !== undefined} title={form && t(WORDS[form])} onClose={opened.close} size={440} destroyOnHidden>
        {form === 'delegate' && <DelegateForm />}
        {form === 'declare_interest' && <InterestForm of={opened.of} />}
        {form === 'record_share' && <ShareForm of={opened.of} />}
      </Drawer>
    </Page>
  );
}

type Row = { code: string; name: string };

function Organisations({ names, find, acts, open }: { names: Map<string, string>; find: string; acts: FormName[]; open: (form: FormName, of: string) => void }) {
  const { t } = useLang();
  const { organisation } = useSession();
  const wanted = find.trim().toLowerCase();
  const rows: Row[] = [...names].map(([code, name]) => ({ code, name }));
  const shown = rows.filter((row) => `${row.name} ${row.code}`.toLowerCase().includes(wanted));
  const columns: TableColumnsType<Row> = [
    { title: t('accounts.office'), key: 'name', render: (_, row) => <><bdi className="wrap">{row.name}</bdi>{row.code === organisation && <span className="meta"> · {t('duty.own')}</span>}</> },
    { title: t('accounts.code'), key: 'code', width: 220, render: (_, row) => <span className="num">{row.code}</span> },
    {
      title: <span className="visually-hidden">{t('app.acts')}</span>, key: 'acts', width: acts.length * 150,
      render: (_, row) => (
        <div className="row">
          {acts.map((form) => <Button key={form} size="small" aria-label={`${t(WORDS[form])} ${row.name}`} onClick={() => open(form, row.code)}>{t(WORDS[form])}</Button>)}
        </div>
      ),
    },
  ];
  return (
    <>
      <Table rowKey="code" columns={acts.length === 0 ? columns.slice(0, 2) : columns} dataSource={shown} pagination={shown.length > 100 && { pageSize: 100, showSizeChanger: false }} size="small" scroll={{ x: 760 }} />
      <p className="list-foot meta" role="status">{t('say.ofRows', { n: shown.length, all: rows.length })}</p>
    </>
  );
}
