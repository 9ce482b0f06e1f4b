import { Modal } from 'antd';
import { useSyncExternalStore } from 'react';
import { hasLoggedIn, isAskedToLogIn, onAsk } from '../../api/again';
import { useLang } from '../../ui/lang';
import { LoginForm } from './LoginForm';

/** The session ended while somebody worked: asks over the page, then what waits goes on. */
export function LoginAgain({ user }: { user: string }) {
  const { t } = useLang();
  const open = useSyncExternalStore(onAsk, isAskedToLogIn);
  return (
    <Modal title={t('login.again')} open={open} footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={400} destroyOnHidden zIndex={2000}>
      <p>{t('login.again.what')}</p>
      <LoginForm user={user} done={hasLoggedIn} />
    </Modal>
  );
}
