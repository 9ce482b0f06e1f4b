/** Passwords that are forgotten, and the persons behind accounts. */

import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { answered, api, type Schema } from '../../api/client';
import { newId } from '../../lib/ids';
import type { Problem } from '../../lib/problem';
import { IdItem } from '../../ui/fields';
import { useLang } from '../../ui/lang';
import { Facts } from '../../ui/page';
import { Fault, problemOf } from '../../ui/states';
import { FirstPassword } from './FirstPassword';

/** Runs one request for an account, and keeps what it answered or why not. */
function useRequest<T>(work: (user: string) => Promise<T>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [got, setGot] = useState<T | null>(null);
  const run = async (user: string) => {
    setProblem(null);
    setGot(null);
    try {
      setGot(await work(user.trim()));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return { problem, got, run, clear: () => setGot(null) };
}

export function ResetForm({ user }: { user: string }) {
  const { t } = useLang();
  const reset = useRequest((user) => answered(api.POST('/api/v1/users/{user}/password', { params: { path: { user } } })));
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ user }} onFinish={(values: { user: string }) => void reset.run(values.user)}>
      {reset.problem && <Fault problem={reset.problem} kept />}
      {reset.got && <FirstPassword {...reset.got} />}
      <IdItem name="user" word="accounts.account" />
      <Button htmlType="submit">{t('accounts.reset')}</Button>
    </Form>
  );
}

export function PersonForm({ user }: { user: string }) {
  const { t } = useLang();
  const person = useRequest((user) => answered(api.GET('/api/v1/users/{user}/person', { params: { path: { user } } })));
  return (
    <>
      <Form layout="vertical" requiredMark={false} initialValues={{ user }} onFinish={(values: { user: string }) => void person.run(values.user)}>
        {person.problem && <Fault problem={person.problem} kept />}
        <IdItem name="user" word="accounts.account" />
        <Button htmlType="submit">{t('accounts.person')}</Button>
      </Form>
      {person.got && <Known of={person.got} erased={person.clear} />}
    </>
  );
}

function Known({ of, erased }: { of: Schema['Person']; erased: () => void }) {
  const { t } = useLang();
  const { modal, message } = App.useApp();
  const erase = async () => {
    try {
      await answered(api.DELETE('/api/v1/persons/{person}', { params: { path: { person: of.person }, header: { 'Idempotency-Key': newId('c') } } }));
      erased();
    } catch (error) {
      const problem = problemOf(error);
      void message.error(`${problem.text.zh} ${problem.text.en}`);
    }
  };
  const ask = () => void modal.confirm({ title: t('accounts.erase'), content: t('accounts.erase.what'), okButtonProps: { danger: true }, okText: t('accounts.erase'), onOk: erase });
  return (
    <div className="stack letter-made">
      {of.masked && <p className="meta">{t('accounts.masked')}</p>}
      <Facts of={[
        [t('accounts.personId'), of.person],
        [t('accounts.personName'), of.record.name],
        [t('accounts.phone'), of.record.phone ?? t('say.unknown')],
        [t('accounts.email'), of.record.email ?? t('say.unknown')],
      ]} />
      <Button danger onClick={ask}>{t('accounts.erase')}</Button>
    </div>
  );
}
