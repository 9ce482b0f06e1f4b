/** A new application, kept as it is typed. */

import { App, Button, Form, Input, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useCommand } from '../../api/command';
import { useProgrammes } from '../../api/names';
import { newId } from '../../lib/ids';
import { parseYuan, shortMoney } from '../../lib/money';
import { DayItem, IdItem, LineItem, MoneyItem, OrgItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Fault } from '../../ui/states';
import { useSession } from '../session/session';
import { openApplication, type Draft } from './open';

const DRAFT = 'apply';
const WORKS = ['structure', 'fire', 'envelope', 'green', 'plant', 'facade', 'smart', 'site'];

export function Component() {
  const { t, code } = useLang();
  const { actor, drafts, organisation } = useSession();
  const { programmes } = useProgrammes();
  const { message } = App.useApp();
  const go = useNavigate();
  const [form] = Form.useForm<Draft>();
  const command = useCommand(actor);
  const chosen = Form.useWatch('programme', form);
  const programme = programmes.find((one) => one.programme === chosen);
  const [kept, setKept] = useState<boolean | null>(null);

  useEffect(() => {
    const fresh: Partial<Draft> = { id: newId('a'), parts: [{ space: '', owner: organisation ?? '', investment: '' }], mode: 'investment_subsidy' };
    form.setFieldsValue({ ...fresh, ...drafts.read<Draft>(DRAFT) });
    // Once, when the page opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    const only = programmes.length === 1 ? programmes[0] : undefined;
    if (only && form.getFieldValue('programme') === undefined) form.setFieldValue('programme', only.programme);
  }, [programmes, form]);

  async function submit() {
    const draft = form.getFieldsValue(true) as Draft;
    const sent = await command.run(openApplication(draft));
    if ('problem' in sent) return;
    drafts.drop(DRAFT);
    void message.success(t('apply.opened'));
    await go(`/applications/${encodeURIComponent(draft.id)}`);
  }

  const required = [{ required: true, message: t('say.required') }];
  const choose = (prefix: string, all: readonly string[] = []) => all.map((value) => ({ value, label: code(prefix, value) }));
  return (
    <Page title={t('apply.title')} what={t('apply.what')} extra={kept !== null && <span className={kept ? 'meta' : 'due-over'} role="status">{t(kept ? 'say.draftKept' : 'say.draftNotKept')}</span>}>
      <Form form={form} layout="vertical" requiredMark={false} scrollToFirstError className="apply"
        onValuesChange={() => setKept(drafts.keep(DRAFT, form.getFieldsValue(true)))} onFinish={() => void submit()}>
        {command.problem && <Fault problem={command.problem} kept />}
        <fieldset>
          <legend>{t('apply.project')}</legend>
          <LineItem name="title" word="field.title" />
          <div className="two">
            <Form.Item name="programme" label={t('apps.programme')} rules={required}>
              <Select options={programmes.map((one) => ({ value: one.programme, label: one.programme }))} onChange={() => form.resetFields(['district', 'project_kind'])} />
            </Form.Item>
            <Form.Item name="district" label={t('apps.district')} rules={required}><Select options={choose('district', programme?.districts)} disabled={!programme} /></Form.Item>
            <Form.Item name="project_kind" label={t('apps.kind')} rules={required}><Select options={choose('project', programme?.project_kinds)} disabled={!programme} /></Form.Item>
            <DayItem name="works_from" word="app.worksFrom" />
          </div>
          <Form.Item name="mode" label={t('apps.mode')} rules={required}>
            <Radio.Group options={(['investment_subsidy', 'interest_subsidy'] as const).map((value) => ({ value, label: t(`mode.${value}`) }))} />
          </Form.Item>
          <Form.Item name="works" label={t('apply.works')} rules={required} extra={t('apply.works.hint')}>
            <Select mode="tags" options={choose('work', WORKS)} tokenSeparators={[' ', ',', '，', '、']} />
          </Form.Item>
        </fieldset>
        <fieldset>
          <legend>{t('apply.parts')}</legend>
          <p className="meta">{t('apply.parts.what')}</p>
          <Parts />
        </fieldset>
        <Form.Item name="id" hidden><Input /></Form.Item>
        <div className="row">
          <Button type="primary" htmlType="submit" loading={command.pending}>{t('apply.open')}</Button>
          <Button onClick={() => { drafts.drop(DRAFT); form.resetFields(); form.setFieldsValue({ id: newId('a') }); setKept(null); }}>{t('say.draftDrop')}</Button>
        </div>
      </Form>
    </Page>
  );
}

function Parts() {
  const { t, lang } = useLang();
  const { organisation } = useSession();
  return (
    <Form.List name="parts">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div className="part" key={key} role="group" aria-label={`${t('app.space')} ${name + 1}`}>
              <IdItem name={[name, 'space']} word="app.space" />
              <OrgItem name={[name, 'owner']} word="app.owner" />
              <MoneyItem name={[name, 'investment']} word="field.amount" path={['parts', name, 'investment']} />
              <Button aria-label={`${t('say.remove')} ${name + 1}`} disabled={fields.length === 1} onClick={() => remove(name)}>{t('say.remove')}</Button>
            </div>
          ))}
          <Button onClick={() => add({ space: '', owner: organisation ?? '', investment: '' })}>{t('say.add')}</Button>
          <Form.Item noStyle shouldUpdate>
            {({ getFieldValue }) => {
              const parts = (getFieldValue('parts') ?? []) as Draft['parts'];
              const sum = parts.reduce((total, part) => total + (parseYuan(part.investment) ?? 0), 0);
              return <p className="parts-total">{t('apply.parts.total')}: <strong className="num">{shortMoney(sum, lang)}</strong></p>;
            }}
          </Form.Item>
        </>
      )}
    </Form.List>
  );
}
