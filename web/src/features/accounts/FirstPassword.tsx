import { Alert } from 'antd';
import { useLang } from '../../ui/lang';

/** A first password, which no one can read again. */
export function FirstPassword({ user, password }: { user: string; password: string }) {
  const { t } = useLang();
  return (
    <Alert className="fault" type="success" showIcon title={t('accounts.first')}
      description={<><p>{user}</p><p><code className="password">{password}</code></p><p className="meta">{t('accounts.first.what')}</p></>} />
  );
}
