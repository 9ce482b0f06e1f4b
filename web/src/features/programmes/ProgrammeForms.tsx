/** Opening a programme, and going on under a workflow that was changed. */

import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Radio, Select } from 'antd';
import type { Schema } from '../../api/client';
import { schemesQuery } from '../../api/ledger';
import { useWorkflows } from '../../api/workflows';
import { codesOf, type Word } from '../../lib/words';
import { IdItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { CommandForm } from '../accounts/CommandForm';

type Values = { programme: string; scheme: string; workflow: string; level: Schema['FundLevel']; districts: string[]; project_kinds: string[] };

export function ProgrammeForm() {
  const { t, both } = useLang();
  const schemes = useQuery(schemesQuery).data?.rows ?? [];
  const flows = useWorkflows();
  const required = [{ required: true, message: t('say.required') }];
  return (
    <CommandForm<Values>
      word="programmes.open_programme" draft="programme" start={{ level: 'municipal' }}
      build={({ programme, ...rest }) => ({ kind: 'open_programme', programme: programme.trim(), ...rest })}
    >
      <IdItem name="programme" word="programmes.id" extra="programmes.id.hint" />
      <Form.Item name="scheme" label={t('programmes.scheme')} rules={required}>
        <Select options={schemes.map((one) => ({ value: one.id, label: both(one.name) }))} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item noStyle dependencies={['scheme']}>
        {({ getFieldValue }) => {
          const scheme = getFieldValue('scheme') as string | undefined;
          // Those of the scheme first: a workflow lies in its scheme's folder.
          const own = (id: string) => Number(scheme !== undefined && id.startsWith(`${scheme}/`));
          const sorted = [...flows].sort((a, b) => own(b.id) - own(a.id));
          return (
            <Form.Item name="workflow" label={t('programmes.workflow')} rules={required}>
              <Select options={sorted.map((one) => ({ value: one.id, label: both(one.name) }))} showSearch={{ optionFilterProp: 'label' }} />
            </Form.Item>
          );
        }}
      </Form.Item>
      <Form.Item name="level" label={t('programmes.level')} rules={required}>
        <Radio.Group options={(['municipal', 'district'] as const).map((value) => ({ value, label: t(`programmes.level.${value}`) }))} />
      </Form.Item>
      <Codes name="districts" word="programmes.districts" prefix="district" />
      <Codes name="project_kinds" word="programmes.kinds" prefix="project" />
    </CommandForm>
  );
}

/** Several codes: the known ones by name, others as they are typed. */
function Codes({ name, word, prefix }: { name: string; word: Word; prefix: string }) {
  const { t, code } = useLang();
  return (
    <Form.Item name={name} label={t(word)} extra={t('apply.works.hint')} rules={[{ required: true, message: t('say.required') }]}>
      <Select mode="tags" options={codesOf(prefix).map((value) => ({ value, label: code(prefix, value) }))} showSearch={{ optionFilterProp: 'label' }} tokenSeparators={[' ', ',', '，', '、']} />
    </Form.Item>
  );
}

export function AdoptForm({ programme }: { programme: string }) {
  const { t } = useLang();
  return (
    <CommandForm<Record<string, never>> word="programmes.adopt_workflow" build={() => ({ kind: 'adopt_workflow', programme })}>
      <p><strong>{programme}</strong></p>
      <Alert type="info" className="fault" title={t('programmes.adopt.what')} />
    </CommandForm>
  );
}
