/** Everything of a version that stands on a text, in one list: what decides first. */

import type { Schema } from '../../api/client';
import type { Law, LawItem, Parameter } from '../../api/law';
import type { Both } from '../../lib/lang';

export type Line = {
  key: string;
  id: string;
  label: Both;
  item: LawItem;
  is_value: boolean;
  place?: string;
  from?: string;
  shown?: Both;
  written?: string;
  parameter?: Parameter;
  /** Null for a value that a place has not set yet. */
  ground: Schema['GroundKnown'] | null;
};

export function linesOf(law: Law): Line[] {
  const values = law.parameters.flatMap((parameter) => parameter.values.map((value): Line | null => {
    if (value.item.of !== 'value') return null;
    const { place, from } = value.item;
    return { key: `${parameter.id} ${place ?? ''} ${from}`, id: parameter.id, label: parameter.label, item: value.item, is_value: true, from, parameter, ground: value.ground, ...(place != null && { place }), ...(value.shown && { shown: value.shown }), ...(value.written != null && { written: value.written }) };
  })).filter((line) => line !== null);
  const rules = law.rules.map((rule): Line | null => (rule.item.of === 'rule' ? { key: `rule ${rule.item.item}`, id: rule.item.item, label: rule.label, item: rule.item, is_value: false, ground: rule.ground } : null)).filter((line) => line !== null);
  return [...values, ...rules];
}

/** A value as it is typed: without the quotes of JSON. */
export function typed(written: string | undefined): string {
  if (written === undefined) return '';
  return written.startsWith('"') ? (JSON.parse(written) as string) : written;
}
