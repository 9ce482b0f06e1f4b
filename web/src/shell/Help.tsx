/** Help at any time, and a quiet offer of the tour to those who are here for the first time. */

import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useSession } from '../features/session/session';
import { stepsOf } from '../features/tour/steps';
import { useLang } from '../ui/lang';
import { remember, remembered } from '../ui/memory';

/** A menu that opens in place: by pointer or keyboard, closed by Escape or when it is left. */
export function Help({ start }: { start: () => void }) {
  const { t } = useLang();
  const { actor } = useSession();
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => box.current?.removeAttribute('open');
  return (
    <details
      ref={box} className="help"
      onKeyDown={(event) => { if (event.key === 'Escape') { close(); box.current?.querySelector('summary')?.focus(); } }}
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) close(); }}
    >
      <summary>{t('help.menu')}</summary>
      <div className="help-menu">
        {stepsOf(actor.role).length > 0 && <Button type="text" size="small" onClick={() => { close(); start(); }}>{t('help.tour')}</Button>}
        <Button type="text" size="small" href="/api" target="_blank" rel="noreferrer">{t('help.api')}</Button>
      </div>
    </details>
  );
}

const KEY = (user: string) => `tour.${user}`;

/** Remembers in this browser that the user was offered the tour. */
export function useTourOffer() {
  const { user, actor } = useSession();
  const [isOffered, setIsOffered] = useState(() => remembered(KEY(user)) === null && stepsOf(actor.role).length > 0);
  return {
    isOffered,
    settle: () => {
      remember(KEY(user), 'offered');
      setIsOffered(false);
    },
  };
}

export function TourOffer({ start, no }: { start: () => void; no: () => void }) {
  const { t } = useLang();
  return (
    <aside className="offer" aria-label={t('tour.offer.label')}>
      <span>{t('tour.offer')} <span className="meta">{t('tour.offer.later')}</span></span>
      <span className="row">
        <Button size="small" onClick={start}>{t('tour.start')}</Button>
        <Button size="small" type="text" onClick={no}>{t('tour.no')}</Button>
      </span>
    </aside>
  );
}
