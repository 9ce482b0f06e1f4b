/** What a role may do that belongs to no application. The server has the same table, and the last word. */

import type { Actor } from './command';
import type { Schema } from './client';

type Right = Schema['Right'];
type Role = Schema['Role'];

/** Desk-wide actions that pages offer, with the roles that may do them (`people::rights::RIGHTS`). */
export const DESK_RIGHTS = {
  delegate: ['district_officer', 'municipal_officer', 'department', 'finance'],
  declare_interest: ['district_officer', 'municipal_officer', 'department', 'expert', 'finance', 'verifier', 'bank', 'auditor'],
  record_share: ['municipal_officer', 'auditor'],
  open_programme: ['municipal_officer'],
  adopt_workflow: ['municipal_officer'],
  publish_sheet: ['municipal_officer'],
} as const satisfies Partial<Record<Right, readonly Role[]>>;

export type DeskRight = keyof typeof DESK_RIGHTS;

/** Whether the role in which somebody acts has the right; what was delegated is not delegated on. */
export function mayOnDesk(actor: Actor, right: DeskRight): boolean {
  const roles: readonly Role[] = DESK_RIGHTS[right];
  return roles.includes(actor.role) && !(right === 'delegate' && actor.on_behalf_of !== undefined);
}
