import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { answered, api } from '../../api/client';
import type { Problem } from '../../lib/problem';
import { Fault, problemOf } from '../../ui/states';
import { useLang } from '../../ui/lang';

type Values = { user: string; password: string };

/** Asks for account and password; `done` once they were right. */
export function LoginForm({ user, done }: { user?: string; done: () => void }) {
  const { t } = useLang();
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(values: Values) {
    setPending(true);
    setProblem(null);
    try {
      await answered(api.POST('/api/v1/session', { body: { user: values.user.trim(), password: values.password } }));
      if (user === undefined) await client.resetQueries();
      done();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setPending(false);
    }
  }

  const required = [{ required: true, message: t('say.required') }];
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ user }} onFinish={(values: Values) => void submit(values)}>
      {problem && <Fault problem={problem} />}
      <Form.Item name="user" label={t('login.user')} rules={required}>
        <Input autoComplete="username" autoFocus={user === undefined} readOnly={user !== undefined} autoCapitalize="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t('login.password')} rules={required}>
        <Input.Password autoComplete="current-password" autoFocus={user !== undefined} maxLength={128} visibilityToggle={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={pending}>{t('login.submit')}</Button>
    </Form>
  );
}
