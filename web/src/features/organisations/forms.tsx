/** Standing in for one another, and what makes somebody partial. */

import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Radio, Select } from 'antd';
import type { Schema } from '../../api/client';
import { organisationsQuery, usersQuery } from '../../api/queries';
import type { Word } from '../../lib/words';
import { today } from '../../ui/due';
import { CheckedItem, DayItem, IdItem } from '../../ui/fields';
import { FileField } from '../../ui/FileField';
import { useLang } from '../../ui/lang';
import { CommandForm } from '../accounts/CommandForm';
import { parsePercent } from '../application/acts/percent';
import { useSession } from '../session/session';

/** The roles that may know the accounts. */
const KNOWS_ACCOUNTS: readonly Schema['Role'][] = ['municipal_officer', 'auditor', 'administrator'];

export function DelegateForm() {
  const { t } = useLang();
  const { actor, user, organisation } = useSession();
  const knows = KNOWS_ACCOUNTS.includes(actor.role);
  const users = useQuery({ ...usersQuery, enabled: knows });
  const colleagues = users.data?.rows.filter((row) => row.organisation === organisation && row.user !== user) ?? [];
  return (
    <CommandForm<{ to: string; from: string; until: string }>
      word="duty.delegate" draft={`delegate.${actor.role}`} start={{ from: today() }}
      build={({ to, from, until }) => ({ kind: 'delegate', to: to.trim(), from, until })}
    >
      <p>{t('duty.delegate.what', { role: t(`role.${actor.role}`) })}</p>
      {knows ? (
        <Form.Item name="to" label={t('duty.to')} extra={t('duty.to.rule')} rules={[{ required: true, message: t('say.required') }]}>
          <Select options={colleagues.map((one) => ({ value: one.user, label: one.user }))} showSearch={{ optionFilterProp: 'label' }} notFoundContent={t('duty.to.none')} />
        </Form.Item>
      ) : <IdItem name="to" word="duty.to" extra="duty.to.rule" />}
      <div className="two">
        <DayItem name="from" word="accounts.from" />
        <DayItem name="until" word="duty.until" />
      </div>
    </CommandForm>
  );
}

function OrganisationItem({ name, word }: { name: string; word: Word }) {
  const { t } = useLang();
  const { data } = useQuery(organisationsQuery);
  const options = [...(data ?? [])].map(([value, label]) => ({ value, label: `${label} · ${value}` }));
  return (
    <Form.Item name={name} label={t(word)} rules={[{ required: true, message: t('say.required') }]}>
      <Select options={options} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
  );
}

export function InterestForm({ of }: { of?: string | undefined }) {
  const { t } = useLang();
  return (
    <CommandForm<{ organisation: string }>
      word="duty.interest" {...(of !== undefined && { start: { organisation: of } })}
      build={({ organisation }) => ({ kind: 'declare_interest', organisation })}
    >
      <Alert type="info" className="fault" title={t('duty.interest.what')} />
      <OrganisationItem name="organisation" word="accounts.office" />
    </CommandForm>
  );
}

type Share = { by: 'organisation' | 'person'; organisation?: string; person?: string; held: string; share: string; evidence: Schema['Kept'] };

function holderOf({ by, organisation = '', person = '' }: Share): Schema['Party'] {
  return by === 'person' ? { person: person.trim() } : { organisation };
}

export function ShareForm({ of }: { of?: string | undefined }) {
  const { t } = useLang();
  return (
    <CommandForm<Share>
      word="duty.share" draft={`share.${of ?? ''}`} start={{ by: 'organisation', ...(of !== undefined && { held: of }) }}
      build={(share) => ({ kind: 'record_share', holder: holderOf(share), held: share.held, share_bp: parsePercent(share.share, 2) ?? 0, evidence: share.evidence.sha256 })}
    >
      <p>{t('duty.share.what')}</p>
      <OrganisationItem name="held" word="duty.held" />
      <Form.Item name="by" label={t('duty.holder')}>
        <Radio.Group options={(['organisation', 'person'] as const).map((value) => ({ value, label: t(`duty.by.${value}`) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['by']}>
        {({ getFieldValue }) => (getFieldValue('by') === 'person' ? <IdItem name="person" word="accounts.personId" /> : <OrganisationItem name="organisation" word="duty.holderName" />)}
      </Form.Item>
      <CheckedItem name="share" word="duty.percent" wrong="duty.percent.wrong" fits={(text) => parsePercent(text, 2) !== null} />
      <Form.Item name="evidence" label={t('duty.extract')} rules={[{ required: true, message: t('say.required') }]} extra={t('field.file.hint')}><FileField /></Form.Item>
    </CommandForm>
  );
}
