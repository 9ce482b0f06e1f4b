import { useQueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries';
import { useLang } from '../../ui/lang';
import { PasswordForm } from './PasswordForm';

/** A password that an administrator gave has to be changed before anything else. */
export function FirstPassword() {
  const { t } = useLang();
  const client = useQueryClient();
  return (
    <main className="door" id="content">
      <div className="door-card">
        <h1>{t('password.first')}</h1>
        <p className="meta">{t('password.first.what')}</p>
        <PasswordForm done={() => void client.invalidateQueries(sessionQuery)} />
      </div>
    </main>
  );
}
