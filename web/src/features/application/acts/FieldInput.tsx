/** The input of one field of an action. */

import { Form, Radio, Select } from 'antd';
import { FileField } from '../../../ui/FileField';
import { CheckedItem, DayItem, IdItem, LineItem, MoneyItem, OrgItem, ProseItem } from '../../../ui/fields';
import { useLang } from '../../../ui/lang';
import { FactField } from './FactField';
import { InvoiceField } from './InvoiceField';
import { PointsItem } from './PointsItem';
import { parsePercent } from './percent';
import type { Field, Option } from './spec';

/** More than these are a list to choose from, fewer stand side by side. */
const RADIOS_MAX = 4;

export function FieldInput({ field }: { field: Field }) {
  const { t } = useLang();
  const required = [{ required: field.optional !== true, message: t('say.required') }];
  switch (field.kind) {
    case 'prose': return <ProseItem {...field} />;
    case 'line': return <LineItem {...field} />;
    case 'id': return <IdItem {...field} />;
    case 'org': return <OrgItem {...field} />;
    case 'money': return <MoneyItem {...field} />;
    case 'day': return <DayItem {...field} />;
    case 'percent': return <CheckedItem {...field} wrong="field.percent.wrong" fits={(text) => parsePercent(text, 4) !== null} />;
    case 'points': return <PointsItem name={field.name} criteria={field.criteria} />;
    case 'file': return <Form.Item name={field.name} label={t(field.word)} rules={required} extra={t('field.file.hint')}><FileField /></Form.Item>;
    case 'fact': return <Form.Item name={field.name} label={t(field.word)} rules={required}><FactField /></Form.Item>;
    case 'invoice': return <Form.Item name={field.name}><InvoiceField /></Form.Item>;
    case 'choices': return <Form.Item name={field.name} label={t(field.word)} rules={required}><Many options={field.options} label={t(field.word)} /></Form.Item>;
    case 'choice': return <Form.Item name={field.name} label={t(field.word)} rules={required}><One options={field.options} label={t(field.word)} /></Form.Item>;
  }
}

function useOptions(options: Option[]) {
  const { t, code, both } = useLang();
  return options.map(({ value, label }) => ({
    value,
    label: 'word' in label ? t(label.word) : 'code' in label ? code(...label.code) : both(label),
  }));
}

type Control<T> = { value?: T; onChange?: (value: T) => void; options: Option[]; label: string };

function One({ options, label, value, onChange }: Control<string>) {
  const shown = useOptions(options);
  if (shown.length <= RADIOS_MAX) {
    return <Radio.Group aria-label={label} value={value} options={shown} onChange={(event) => onChange?.(event.target.value as string)} className="radios" />;
  }
  return <Select aria-label={label} value={value} onChange={onChange} options={shown} showSearch={{ optionFilterProp: 'label' }} />;
}

function Many({ options, label, value, onChange }: Control<string[]>) {
  return <Select aria-label={label} mode="multiple" value={value} onChange={onChange} options={useOptions(options)} />;
}
