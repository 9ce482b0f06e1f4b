import { App } from 'antd';
import { useNavigate } from 'react-router';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { PasswordForm } from './PasswordForm';

export function Component() {
  const { t } = useLang();
  const { message } = App.useApp();
  const go = useNavigate();
  const done = () => {
    void message.success(t('password.done'));
    void go('/');
  };
  return <Page title={t('app.password')}><div className="narrow"><PasswordForm done={done} /></div></Page>;
}
