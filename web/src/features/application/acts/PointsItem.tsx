/** Points by the criteria of a sheet, each up to its most, with their sum. */

import { Form, Input } from 'antd';
import type { Schema } from '../../../api/client';
import { useLang } from '../../../ui/lang';

export function PointsItem({ name, criteria }: { name: string; criteria: Schema['Criterion'][] }) {
  const { t } = useLang();
  return (
    <>
      {criteria.map((criterion, i) => (
        <Form.Item
          key={criterion.name} name={[name, i]} label={`${criterion.name} · ${t('field.points.most', { n: criterion.points_max })}`}
          getValueFromEvent={(event: React.ChangeEvent<HTMLInputElement>) => (event.target.value === '' ? undefined : Number(event.target.value))}
          rules={[{ required: true, type: 'integer', min: 0, max: criterion.points_max, message: t('field.points.wrong', { n: criterion.points_max }) }]}
        >
          <Input type="number" min={0} max={criterion.points_max} step={1} />
        </Form.Item>
      ))}
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const points = (getFieldValue(name) ?? []) as (number | undefined)[];
          const most = criteria.reduce((sum, one) => sum + one.points_max, 0);
          return <p className="parts-total num">{t('field.points.sum', { n: points.reduce<number>((sum, one) => sum + (one ?? 0), 0), most })}</p>;
        }}
      </Form.Item>
    </>
  );
}
