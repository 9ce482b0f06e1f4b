/** What an administrator does: organisations, accounts, roles, passwords. */

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useOrganisations } from '../../api/names';
import { usersQuery } from '../../api/queries';
import { useWorkflows } from '../../api/workflows';
import type { Word } from '../../lib/words';
import { showDay } from '../../lib/time';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { GrantForm, RevokeForm } from './Grants';
import { OrganisationForm } from './OrganisationForm';
import { PersonForm, ResetForm } from './People';
import { UserForm } from './UserForm';

type User = Schema['UserWire'];
type Grant = Schema['GrantWire'];

type Opened = { form: 'organisation' | 'user' } | { form: 'grant' | 'reset' | 'person'; user: string } | { form: 'revoke'; grant: string } | null;

const TITLES: Record<NonNullable<Opened>['form'], Word> = {
  organisation: 'accounts.organisation', user: 'accounts.user', grant: 'accounts.grant', revoke: 'accounts.revoke', reset: 'accounts.reset', person: 'accounts.person',
};

export function Component() {
  const { t } = useLang();
  const query = useQuery(usersQuery);
  const [opened, setOpened] = useState<Opened>(null);
  const [find, setFind] = useState('');
  return (
    <Page title={t('accounts.title')} what={t('accounts.what')}
      extra={
        <>
          <Button type="primary" onClick={() => setOpened({ form: 'user' })}>{t('accounts.user')}</Button>
          <Button onClick={() => setOpened({ form: 'organisation' })}>{t('accounts.organisation')}</Button>
        </>
      }>
      <div className="filters"><Input aria-label={t('accounts.find')} placeholder={t('accounts.find')} allowClear value={find} onChange={(event) => setFind(event.target.value)} className="narrow" /></div>
      <Loaded query={query}>{({ rows }) => <Users rows={rows} find={find} open={setOpened} />}</Loaded>
      <Drawer open={opened !== null} title={opened && t(TITLES[opened.form])} onClose={() => setOpened(null)} size={440} destroyOnHidden>
        {opened && <Form of={opened} />}
      </Drawer>
    </Page>
  );
}

function Form({ of }: { of: NonNullable<Opened> }) {
  switch (of.form) {
    case 'organisation': return <OrganisationForm />;
    case 'user': return <UserForm />;
    case 'grant': return <GrantForm user={of.user} />;
    case 'revoke': return <RevokeForm grant={of.grant} />;
    case 'reset': return <ResetForm user={of.user} />;
    case 'person': return <PersonForm user={of.user} />;
  }
}

function Users({ rows, find, open }: { rows: User[]; find: string; open: (of: Opened) => void }) {
  const { t } = useLang();
  const name = useOrganisations();
  const wanted = find.trim().toLowerCase();
  const shown = rows.filter((row) => `${row.user} ${name(row.organisation)} ${row.organisation}`.toLowerCase().includes(wanted));
  const columns: TableColumnsType<User> = [
    { title: t('accounts.account'), key: 'user', width: 170, render: (_, row) => <><strong>{row.user}</strong><div className="meta">{row.person}</div></> },
    { title: t('accounts.office'), key: 'organisation', width: 230, render: (_, row) => <>{name(row.organisation)}<div className="meta">{row.organisation}</div></> },
    { title: t('accounts.roles'), key: 'grants', render: (_, row) => <div className="tags">{row.grants.map((grant) => <Held key={grant.grant} grant={grant} revoke={() => open({ form: 'revoke', grant: grant.grant })} />)}</div> },
    {
      title: <span className="visually-hidden">{t('app.acts')}</span>, key: 'acts', width: 330,
      render: (_, row) => (
        <div className="row">
          {(['grant', 'reset', 'person'] as const).map((form) => (
            <Button key={form} size="small" aria-label={`${t(`accounts.short.${form}`)} ${row.user}`} onClick={() => open({ form, user: row.user })}>{t(`accounts.short.${form}`)}</Button>
          ))}
        </div>
      ),
    },
  ];
  return (
    <>
      <Table rowKey="user" columns={columns} dataSource={shown} pagination={false} size="small" scroll={{ x: 960 }} />
      <p className="list-foot meta" role="status">{t('say.ofRows', { n: shown.length, all: rows.length })}</p>
    </>
  );
}

/** A role, until when it is held; over, it stays in the list. */
function Held({ grant, revoke }: { grant: Grant; revoke: () => void }) {
  const { t, lang, both, code } = useLang();
  const flows = useWorkflows();
  const isOver = grant.to != null && grant.to < today();
  const department = flows.map((flow) => flow.departments[grant.department ?? '']).find((name) => name !== undefined);
  const where = grant.district != null ? code('district', grant.district) : department ? both(department) : grant.department;
  const when = grant.to == null ? showDay(grant.from, lang) : `${showDay(grant.from, lang)} – ${showDay(grant.to, lang)}`;
  return (
    <Tag variant="outlined" title={`${grant.grant} · ${when}`} className={isOver ? 'held-over' : undefined}>
      {t(`role.${grant.role}`)}{where != null && ` · ${where}`}
      {!isOver && <button type="button" className="held-revoke" aria-label={`${t('accounts.revoke')} ${grant.grant}`} onClick={revoke}>×</button>}
    </Tag>
  );
}
