/** What an administrator does: organisations, accounts, roles, passwords. */

import { useLang } from '../../ui/lang';
import { Page, Section } from '../../ui/page';
import { GrantForm, RevokeForm } from './Grants';
import { OrganisationForm } from './OrganisationForm';
import { PersonForm, ResetForm } from './People';
import { UserForm } from './UserForm';

export function Component() {
  const { t } = useLang();
  return (
    <Page title={t('accounts.title')} what={t('accounts.what')}>
      <div className="cards">
        <Section title={t('accounts.organisation')}><OrganisationForm /></Section>
        <Section title={t('accounts.user')}><UserForm /></Section>
        <Section title={t('accounts.grant')}><GrantForm /></Section>
        <Section title={t('accounts.revoke')}><RevokeForm /></Section>
        <Section title={t('accounts.reset')}><ResetForm /></Section>
        <Section title={t('accounts.person')}><PersonForm /></Section>
      </div>
    </Page>
  );
}
