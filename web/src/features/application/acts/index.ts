/** Every action that is a plain form; letters, notices and objections have forms of their own. */

import { MATERIALS } from './materials';
import { MONEY } from './money';
import { STAGE } from './stage';
import type { Scene, Spec } from './spec';

const ALL: readonly Spec[] = [...STAGE, ...MATERIALS, ...MONEY];

/** What the role may do here, as far as the page can tell; the server has the last word. */
export function offered(scene: Scene): Spec[] {
  return ALL.filter((spec) => spec.roles.includes(scene.role) && (spec.when?.(scene) ?? true));
}
