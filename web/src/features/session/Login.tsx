import { Link } from 'react-router';
import { Choices } from '../../shell/Choices';
import { useLang } from '../../ui/lang';
import { LoginForm } from './LoginForm';

/** The page of those whom the desk does not know yet. */
export function Login() {
  const { t } = useLang();
  return (
    <main className="door" id="content">
      <div className="door-card">
        <div className="brand brand-door"><img src="/icon.svg" alt="" width="32" height="32" /><strong>{t('app.name')}</strong></div>
        <p className="meta">{t('app.long')}</p>
        <h1>{t('login.title')}</h1>
        <LoginForm done={() => undefined} />
        <p><Link to="/notices">{t('login.public')}</Link></p>
        <Choices />
      </div>
    </main>
  );
}
