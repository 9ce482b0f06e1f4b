import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { answered, api } from '../../api/client';
import type { Problem } from '../../lib/problem';
import { Fault, problemOf } from '../../ui/states';
import { useLang } from '../../ui/lang';

type Values = { old: string; fresh: string; repeat: string };

/** Changes the own password. */
export function PasswordForm({ done }: { done: () => void }) {
  const { t } = useLang();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);

  async function submit({ old, fresh }: Values) {
    setPending(true);
    setProblem(null);
    try {
      await answered(api.POST('/api/v1/password', { body: { old, new: fresh } }));
      done();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setPending(false);
    }
  }

  const required = { required: true, message: t('say.required') };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values: Values) => void submit(values)}>
      {problem && <Fault problem={problem} />}
      <Form.Item name="old" label={t('password.old')} rules={[required]}>
        <Input.Password autoComplete="current-password" visibilityToggle={false} />
      </Form.Item>
      <Form.Item name="fresh" label={t('password.new')} extra={t('password.rule')} rules={[required, { min: 12, max: 128, message: t('password.rule') }]}>
        <Input.Password autoComplete="new-password" visibilityToggle={false} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('password.repeat')}
        dependencies={['fresh']}
        rules={[required, ({ getFieldValue }) => ({
          validator: (_, value) => (value === getFieldValue('fresh') ? Promise.resolve() : Promise.reject(new Error(t('password.differs')))),
        })]}
      >
        <Input.Password autoComplete="new-password" visibilityToggle={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={pending}>{t('password.submit')}</Button>
    </Form>
  );
}
