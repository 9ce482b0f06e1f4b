import { Link } from 'react-router';
import { useLang } from '../ui/lang';
import { Page } from '../ui/page';
import { Empty } from '../ui/states';

export function Nothing() {
  const { t } = useLang();
  return (
    <Page title={t('fault.nothing')}>
      <Empty title={t('fault.nothing')} what={t('fault.nothing.what')}><Link to="/">{t('nav.inbox')}</Link></Empty>
    </Page>
  );
}
