/** Roles, given and taken back. */

import { Form, Select } from 'antd';
import type { Schema } from '../../api/client';
import { useProgrammes } from '../../api/names';
import { useWorkflows } from '../../api/workflows';
import { newId } from '../../lib/ids';
import { DayItem, IdItem } from '../../ui/fields';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { CommandForm } from './CommandForm';

type Role = Schema['Role'];
type Grant = { grant: string; user: string; role: Role; district?: string; department?: string; from: string; to?: string };

const ROLES: readonly Role[] = ['applicant', 'district_officer', 'municipal_officer', 'department', 'expert', 'finance', 'verifier', 'bank', 'auditor', 'analyst', 'administrator'];

export function GrantForm({ user }: { user: string }) {
  const { t } = useLang();
  const required = [{ required: true, message: t('say.required') }];
  return (
    <CommandForm<Grant>
      word="accounts.grant" start={{ user, grant: newId('g'), from: today() }}
      build={({ district, department, to, grant, user, role, from }) => ({
        kind: 'grant_role', grant, user, role, from,
        ...(district && { district }), ...(department && { department }), ...(to && { to }),
      })}
    >
      <IdItem name="user" word="accounts.account" />
      <Form.Item name="role" label={t('accounts.role')} rules={required}>
        <Select options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Where />
      <div className="two">
        <DayItem name="from" word="accounts.from" />
        <DayItem name="to" word="accounts.to" optional />
      </div>
      <IdItem name="grant" word="accounts.grantId" />
    </CommandForm>
  );
}

/** A district officer has a district, a member of a department its department. */
function Where() {
  const { t, code, both } = useLang();
  const { programmes } = useProgrammes();
  const role = Form.useWatch<Role | undefined>('role');
  const required = [{ required: true, message: t('say.required') }];
  const departments = new Map(useWorkflows().flatMap((flow) => Object.entries(flow.departments)));
  const districts = [...new Set(programmes.flatMap((one) => one.districts))];
  if (role === 'district_officer') {
    return districts.length === 0 ? <IdItem name="district" word="accounts.district" /> : (
      <Form.Item name="district" label={t('accounts.district')} rules={required}><Select options={districts.map((value) => ({ value, label: code('district', value) }))} /></Form.Item>
    );
  }
  if (role === 'department') {
    return (
      <Form.Item name="department" label={t('accounts.department')} rules={required}>
        <Select options={[...departments].map(([value, name]) => ({ value, label: both(name) }))} />
      </Form.Item>
    );
  }
  return null;
}

export function RevokeForm({ grant: of }: { grant: string }) {
  return (
    <CommandForm<{ grant: string }> word="accounts.revoke" start={{ grant: of }} build={({ grant }) => ({ kind: 'revoke_role', grant: grant.trim() })}>
      <IdItem name="grant" word="accounts.grantId" />
    </CommandForm>
  );
}
