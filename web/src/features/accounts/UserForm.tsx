/** Opens an account; its first password is shown once. */

import { Button, Form } from 'antd';
import { useRef, useState } from 'react';
import { answered, api, type Schema } from '../../api/client';
import { newId } from '../../lib/ids';
import type { Problem } from '../../lib/problem';
import { IdItem, LineItem, OrgItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { Fault, problemOf } from '../../ui/states';
import { FirstPassword } from './FirstPassword';

type Values = { user: string; organisation: string; person: string; name: string; phone?: string; email?: string };

export function UserForm() {
  const { t } = useLang();
  const [form] = Form.useForm<Values>();
  const key = useRef({ content: '', id: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const [made, setMade] = useState<{ user: string; password: string } | null>(null);

  async function submit(values: Values) {
    const { user, organisation, person, name, phone, email } = values;
    const record: Schema['PersonRecord'] = { name: name.trim(), ...(phone && { phone }), ...(email && { email }) };
    const body = { user: user.trim(), organisation: organisation.trim().toUpperCase(), person: person.trim(), record };
    const content = JSON.stringify(body);
    if (key.current.content !== content) key.current = { content, id: newId('c') };
    setPending(true);
    setProblem(null);
    try {
      const account = await answered(api.POST('/api/v1/users', { params: { header: { 'Idempotency-Key': key.current.id } }, body }));
      if (account.password != null) setMade({ user: body.user, password: account.password });
      form.resetFields();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setPending(false);
    }
  }

  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ person: newId('p') }} onFinish={(values: Values) => void submit(values)}>
      {problem && <Fault problem={problem} kept />}
      {made && <FirstPassword {...made} />}
      <IdItem name="user" word="accounts.account" />
      <OrgItem name="organisation" word="accounts.code" />
      <LineItem name="name" word="accounts.personName" />
      <div className="two">
        <LineItem name="phone" word="accounts.phone" optional />
        <LineItem name="email" word="accounts.email" optional />
      </div>
      <IdItem name="person" word="accounts.personId" />
      <Button type="primary" htmlType="submit" loading={pending}>{t('accounts.user')}</Button>
    </Form>
  );
}
