import { LineItem, OrgItem } from '../../ui/fields';
import { CommandForm } from './CommandForm';

type Values = { organisation: string; name: string };

/** Enters an organisation; legal persons are public, so its name stands in the clear. */
export function OrganisationForm() {
  return (
    <CommandForm<Values>
      word="accounts.organisation" draft="organisation"
      build={({ organisation, name }) => ({ kind: 'register_organisation', organisation: organisation.trim().toUpperCase(), name: name.trim() })}
    >
      <OrgItem name="organisation" word="accounts.code" />
      <LineItem name="name" word="accounts.name" />
    </CommandForm>
  );
}
