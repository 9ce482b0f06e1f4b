/** A scheme on a day. */

import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select, type FormInstance } from 'antd';
import { schemesQuery } from '../../api/ledger';
import { DayInput } from '../../ui/day';
import { useLang } from '../../ui/lang';

export type Law = { scheme: string; on: string };

/** The scheme that the programme itself is run by stands first. */
const USUAL = 'cn/beijing/vacated-space';

export function LawForm({ form, submit, pending, start, day }: { form: FormInstance<Law>; submit: string; pending: boolean; start: (law: Law) => void; day: string }) {
  const { t, both } = useLang();
  const { data } = useQuery(schemesQuery);
  const options = (data?.rows ?? []).map((scheme) => ({ value: scheme.id, label: both(scheme.name) })).sort((a, b) => Number(b.value === USUAL) - Number(a.value === USUAL));
  return (
    <Form form={form} layout="vertical" requiredMark={false} className="law-form" initialValues={{ scheme: USUAL, on: day }} onFinish={start}>
      <Form.Item name="scheme" label={t('space.law')} rules={[{ required: true }]}><Select options={options} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} /></Form.Item>
      <Form.Item name="on" label={t('space.on')} rules={[{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('field.day.wrong') }]}><DayInput /></Form.Item>
      <Button htmlType="submit" loading={pending}>{submit}</Button>
    </Form>
  );
}
