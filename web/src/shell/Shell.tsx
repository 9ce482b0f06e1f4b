/** The frame around every page of those who are logged in. */

import { Button, Drawer, Input, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, NavLink, Outlet, useNavigate } from 'react-router';
import { mayOnDesk } from '../api/rights';
import { JobsBadge } from '../features/jobs/Badge';
import { heldKey, useSession } from '../features/session/session';
import { useLang } from '../ui/lang';
import { Loading } from '../ui/states';
import { Choices } from './Choices';
import { Fence } from './Fence';
import { Help, TourOffer, useTourOffer } from './Help';
import { useLogout } from './logout';
import { GROUP, PLACES, SEARCHES } from './nav';

const Tour = lazy(() => import('../features/tour/Tour'));

export function Shell() {
  const { t } = useLang();
  const [open, setOpen] = useState(false);
  const [tours, setTours] = useState(false);
  const offer = useTourOffer();
  const start = () => {
    offer.settle();
    setOpen(false);
    setTours(true);
  };
  return (
    <div className="shell">
      <a className="skip" href="#content">{t('app.skip')}</a>
      <header className="top">
        <Button className="top-menu" type="text" aria-label={t('app.menu')} aria-expanded={open} onClick={() => setOpen(true)}>☰</Button>
        <Link to="/" className="brand"><img src="/icon.svg" alt="" width="22" height="22" /><strong>{t('app.name')}</strong></Link>
        <Find />
        <JobsBadge />
        <div className="top-choices"><Help start={start} /><Choices /></div>
      </header>
      <aside className="side"><Side gone={() => undefined} /></aside>
      <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={264} title={t('app.name')} className="side-drawer">
        <Side gone={() => setOpen(false)} />
        <div className="side-choices"><Help start={start} /><Choices /></div>
      </Drawer>
      <main id="content" tabIndex={-1}>
        {offer.isOffered && !tours && <TourOffer start={start} no={offer.settle} />}
        <Fence>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Fence>
      </main>
      {tours && <Suspense><Tour over={() => setTours(false)} /></Suspense>}
    </div>
  );
}

function Find() {
  const { t } = useLang();
  const { actor } = useSession();
  const go = useNavigate();
  if (!SEARCHES.includes(actor.role)) return <div className="top-find" />;
  return (
    <search className="top-find">
      <Input.Search
        aria-label={t('nav.search')}
        placeholder={t('search.hint')}
        maxLength={200}
        onSearch={(q) => void go(`/search?q=${encodeURIComponent(q.trim())}`)}
      />
    </search>
  );
}

function Side({ gone }: { gone: () => void }) {
  const { t } = useLang();
  const { actor } = useSession();
  return (
    <>
      <nav aria-label={t('app.nav')}>
        <p className="side-group meta">{t(GROUP[actor.role])}</p>
        <ul>
          {PLACES[actor.role].map(({ to, word }) => (
            <li key={to}><NavLink to={to} end={to === '/'} onClick={gone}>{t(word)}</NavLink></li>
          ))}
        </ul>
      </nav>
      <Who gone={gone} />
    </>
  );
}

function Who({ gone }: { gone: () => void }) {
  const { t } = useLang();
  const { user, roles, actor, act } = useSession();
  const logout = useLogout();
  const go = useNavigate();
  const name = (held: (typeof roles)[number]) =>
    held.on_behalf_of == null ? t(`role.${held.role}`) : `${t(`role.${held.role}`)} ${t('app.onBehalf', { user: held.on_behalf_of })}`;
  const current = heldKey(actor);
  return (
    <section className="who" aria-label={t('app.account')}>
      <div className="who-name">{user}</div>
      {roles.length > 1 ? (
        <Select
          aria-label={t('app.role')}
          size="small"
          value={current}
          options={roles.map((held) => ({ value: heldKey(held), label: name(held) }))}
          onChange={(key) => {
            const held = roles.find((one) => heldKey(one) === key);
            if (held) act(held);
            void go('/');
          }}
        />
      ) : (
        <div className="meta">{roles[0] && name(roles[0])}</div>
      )}
      <div className="who-links">
        {mayOnDesk(actor, 'delegate') && <Link to="/organisations?do=delegate" onClick={gone}>{t('duty.delegate')}</Link>}
        <Link to="/password" onClick={gone}>{t('app.password')}</Link>
        <Button type="link" size="small" onClick={() => void logout()}>{t('app.logout')}</Button>
      </div>
    </section>
  );
}
