/** Public notices, for everyone, without an account. */

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { answered, api } from '../../api/client';
import { noticesQuery } from '../../api/queries';
import { save } from '../../api/upload';
import { Choices } from '../../shell/Choices';
import { showDay } from '../../lib/time';
import { Due } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { Money } from '../../ui/money';
import { Page } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';

/** The notice as it was published, for anyone. */
async function read(sha256: string, application: string): Promise<void> {
  const bytes = await answered(api.GET('/api/v1/notices/{sha256}', { params: { path: { sha256 } }, parseAs: 'blob' }));
  save(`${application}.pdf`, bytes);
}

export function Component() {
  const { t, lang, code } = useLang();
  const query = useQuery(noticesQuery);
  return (
    <div className="public">
      <a className="skip" href="#content">{t('app.skip')}</a>
      <header className="top">
        <Link to="/notices" className="brand"><img src="/icon.svg" alt="" width="22" height="22" /><strong>{t('app.name')}</strong></Link>
        <div className="top-find" />
        <Choices />
        <Link to="/">{t('notices.login')}</Link>
      </header>
      <main id="content" tabIndex={-1}>
        <Page title={t('notices.title')} what={t('notices.what')}>
          <Loaded query={query}>
            {({ rows }) => rows.length === 0 ? <Empty title={t('notices.empty')} what={t('notices.empty.what')} /> : (
              <ul className="notices">
                {rows.map((notice) => (
                  <li key={notice.application} className="notice">
                    <h2 className="wrap">{notice.title}</h2>
                    <div className="row"><strong>{t('notices.until', { day: showDay(notice.until, lang) })}</strong><Due day={notice.until} /></div>
                    <dl className="facts">
                      <div><dt>{t('notices.applicant')}</dt><dd>{notice.applicant}</dd></div>
                      <div><dt>{t('apps.district')}</dt><dd>{code('district', notice.district)}</dd></div>
                      <div><dt>{t('notices.amount')}</dt><dd><Money fen={notice.amount} /></dd></div>
                      <div><dt>{t('apps.id')}</dt><dd>{notice.application}</dd></div>
                    </dl>
                    <Button onClick={() => void read(notice.notice, notice.application)}>{t('notices.read')}</Button>
                    <p className="meta">{t('notices.hash')}<br /><code className="wrap">{notice.notice}</code></p>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </Page>
      </main>
    </div>
  );
}
