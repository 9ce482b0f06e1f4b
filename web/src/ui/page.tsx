/** A page: its heading, what can be done with it, its content. */

import { Fragment, useEffect, type ReactNode } from 'react';
import { useLang } from './lang';

export function Page({ title, what, extra, children }: { title: string; what?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  const { t } = useLang();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {what !== undefined && <div className="page-what">{what}</div>}
        </div>
        {extra !== undefined && <div className="page-extra">{extra}</div>}
      </header>
      {children}
    </>
  );
}

export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

/** What may be wider than the page: reached and moved by the keyboard. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return <div className="plain-scroll" role="region" aria-label={label} tabIndex={0}>{children}</div>;
}

/** Pairs of a name and what it is. */
export function Facts({ of }: { of: [name: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Texts beside one another, each by itself: one that is written from the right leaves the others in their order. */
export function Joined({ of }: { of: readonly (string | number | null | undefined)[] }) {
  const parts = of.filter((text) => text != null && text !== '');
  return <>{parts.map((text, i) => <Fragment key={i}>{i > 0 && ' · '}<bdi>{text}</bdi></Fragment>)}</>;
}
