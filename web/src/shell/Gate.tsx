/** Lets those in who are logged in, and asks the others who they are. */

import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries';
import { FirstPassword } from '../features/session/FirstPassword';
import { Login } from '../features/session/Login';
import { LoginAgain } from '../features/session/LoginAgain';
import { SessionProvider } from '../features/session/session';
import { FromWhatProvider } from '../ui/figure';
import { useLang } from '../ui/lang';
import { Empty, Loaded } from '../ui/states';
import { useLive } from './live';
import { useLogout } from './logout';
import { Shell } from './Shell';
import { Button } from 'antd';

export function Gate() {
  const query = useQuery(sessionQuery);
  return (
    <Loaded query={query}>
      {(me) => {
        if (me === null) return <Login />;
        if (me.must_change) return <FirstPassword />;
        if (me.roles.length === 0) return <NoRole />;
        return (
          <SessionProvider me={me}>
            <FromWhatProvider>
              <Live />
              <Shell />
              <LoginAgain user={me.user} />
            </FromWhatProvider>
          </SessionProvider>
        );
      }}
    </Loaded>
  );
}

function Live() {
  useLive();
  return null;
}

function NoRole() {
  const { t } = useLang();
  const logout = useLogout();
  return (
    <main className="door" id="content">
      <Empty title={t('app.noRole')} what={t('app.noRole.what')}>
        <Button onClick={() => void logout()}>{t('app.logout')}</Button>
      </Empty>
    </main>
  );
}
