/** One line on what an event says, in words. */

import { useMemo } from 'react';
import { textOf, type JournalEvent } from '../../api/events';
import type { Workflow } from '../../api/flow';
import { useWorkflows } from '../../api/workflows';
import type { Both } from '../../lib/lang';
import { shortMoney } from '../../lib/money';
import { showDay } from '../../lib/time';
import { useLang } from '../../ui/lang';

/** Names of stages, evidence and so on by their ids; workflows call the same thing the same. */
function namesOf(flows: readonly Workflow[]): ReadonlyMap<string, Both> {
  return new Map(
    flows.flatMap((flow): [string, Both][] => [
      ...flow.stages.map((stage): [string, Both] => [`stage ${stage.id}`, stage.name]),
      ...Object.entries(flow.evidence).map(([id, one]): [string, Both] => [`evidence ${id}`, one.name]),
      ...Object.entries(flow.milestones).map(([id, name]): [string, Both] => [`milestone ${id}`, name]),
      ...Object.entries(flow.departments).map(([id, name]): [string, Both] => [`branch ${id}`, name]),
    ]),
  );
}

export function useSummary(): (event: JournalEvent) => string {
  const { lang, both, code, t } = useLang();
  const flows = useWorkflows();
  const names = useMemo(() => namesOf(flows), [flows]);
  const named = (field: string, value: string) => {
    const name = names.get(`${field} ${value}`);
    return name ? both(name) : value;
  };
  return (event) => {
    const { what } = event;
    const parts: string[] = [];
    for (const field of ['stage', 'evidence', 'milestone', 'branch']) {
      const value = textOf(event, field);
      if (value !== undefined) parts.push(named(field, value));
    }
    const outcome = textOf(event, 'outcome');
    if (outcome !== undefined) parts.push(code('outcome', outcome));
    if (typeof what.agrees === 'boolean') parts.push(t(what.agrees ? 'app.opinion.agrees' : 'app.opinion.disagrees'));
    const money = what.money as { kind: string } | undefined;
    if (money !== undefined) parts.push(code('money', money.kind));
    for (const field of ['amount', 'payable', 'award']) {
      if (typeof what[field] === 'number') parts.push(shortMoney(what[field], lang));
    }
    for (const field of ['title', 'user', 'with', 'reference', 'grounds', 'reason']) {
      const value = textOf(event, field);
      if (value !== undefined) parts.push(value);
    }
    for (const field of ['due', 'until']) {
      const value = textOf(event, field);
      if (value !== undefined) parts.push(t('due.on', { day: showDay(value, lang) }));
    }
    return parts.join(' · ');
  };
}
