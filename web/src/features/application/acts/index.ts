/** Every action that is a plain form; letters, notices and objections have forms of their own. */

import { MATERIALS } from './materials';
import { MONEY } from './money';
import { STAGE } from './stage';
import { may, type Scene, type Spec } from './spec';

const ALL: readonly Spec[] = [...STAGE, ...MATERIALS, ...MONEY];

/** What the user may do here and makes sense now; the server has the last word. */
export function offered(scene: Scene): Spec[] {
  return ALL.filter((spec) => may(scene, spec.right) && (spec.when?.(scene) ?? true));
}
