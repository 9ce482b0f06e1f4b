/** A version of a score sheet; earlier scores keep the version by which they were given. */

import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { Schema } from '../../api/client';
import { sheetsQuery } from '../../api/queries';
import { IdItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { Loaded } from '../../ui/states';
import { CommandForm } from '../accounts/CommandForm';

type Values = { sheet: string; criteria: { name?: string; points?: string }[] };

/** Points as the server takes them. */
const POINTS_MAX = 10_000;
const isPoints = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= POINTS_MAX;

export function SheetForm({ sheet }: { sheet: string | undefined }) {
  const query = useQuery(sheetsQuery);
  return <Loaded query={query}>{({ rows }) => <Versions rows={rows} sheet={sheet} />}</Loaded>;
}

function Versions({ rows, sheet }: { rows: Schema['SheetWire'][]; sheet: string | undefined }) {
  const { t } = useLang();
  const versions = (id: string) => rows.find((row) => row.sheet === id.trim())?.versions ?? [];
  const last = sheet === undefined ? undefined : versions(sheet).at(-1);
  const criteria = last?.map((one) => ({ name: one.name, points: String(one.points_max) })) ?? [{}];
  return (
    <CommandForm<Values>
      word="programmes.publish_sheet" draft={`sheet.${sheet ?? ''}`} start={{ criteria, ...(sheet !== undefined && { sheet }) }}
      build={(values) => ({
        kind: 'publish_sheet', sheet: values.sheet.trim(), version: versions(values.sheet).length + 1,
        criteria: values.criteria.map((one) => ({ name: (one.name ?? '').trim(), points_max: Number(one.points) })),
      })}
    >
      <p>{t('programmes.sheets.what')}</p>
      <IdItem name="sheet" word="programmes.sheet" />
      <Criteria />
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const { sheet: id = '', criteria: all = [] } = { sheet: getFieldValue('sheet') as string | undefined, criteria: getFieldValue('criteria') as Values['criteria'] | undefined };
          const sum = all.reduce((total, one) => total + (isPoints(one.points ?? '') ? Number(one.points) : 0), 0);
          return <p className="num">{t('programmes.sheet.sum', { n: sum, version: versions(id).length + 1 })}</p>;
        }}
      </Form.Item>
    </CommandForm>
  );
}

function Criteria() {
  const { t } = useLang();
  const required = { required: true, whitespace: true, message: t('say.required') };
  const points = { validator: (_: unknown, text: unknown) => (isPoints(typeof text === 'string' ? text.trim() : '') ? Promise.resolve() : Promise.reject(new Error(t('programmes.points.wrong')))) };
  return (
    <Form.List name="criteria">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div className="criterion" key={key} role="group" aria-label={`${t('programmes.criterion')} ${name + 1}`}>
              <Form.Item name={[name, 'name']} label={t('programmes.criterion')} rules={[required]}><Input maxLength={2000} dir="auto" /></Form.Item>
              <Form.Item name={[name, 'points']} label={t('programmes.points')} rules={[points]}><Input inputMode="numeric" maxLength={5} className="num" /></Form.Item>
              <Button aria-label={`${t('say.remove')} ${name + 1}`} disabled={fields.length === 1} onClick={() => remove(name)}>{t('say.remove')}</Button>
            </div>
          ))}
          <Button className="criterion-add" onClick={() => add({})}>{t('say.add')}</Button>
        </>
      )}
    </Form.List>
  );
}
