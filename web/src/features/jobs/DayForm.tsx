import { Button, Form } from 'antd';
import { today } from '../../ui/due';
import { DayInput } from '../../ui/day';
import { useLang } from '../../ui/lang';

/** Work that needs a day at most. */
export function DayForm({ pending, start, isDated = true }: { pending: boolean; start: (on: string) => void; isDated?: boolean }) {
  const { t } = useLang();
  return (
    <Form<{ on: string }> layout="vertical" requiredMark={false} className="law-form" initialValues={{ on: today() }} onFinish={({ on }) => start(on)}>
      {isDated && <Form.Item name="on" label={t('space.on')} rules={[{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('field.day.wrong') }]}><DayInput /></Form.Item>}
      <Button htmlType="submit" loading={pending}>{t('jobs.start')}</Button>
    </Form>
  );
}
