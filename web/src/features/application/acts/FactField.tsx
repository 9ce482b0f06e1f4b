/** A fact that the programme keeps, with the inputs of its kind. */

import { Input, Radio, Select } from 'antd';
import type { Schema } from '../../../api/client';
import type { Word } from '../../../lib/words';
import { DayInput } from '../../../ui/day';
import { useLang } from '../../../ui/lang';

type Stated = Schema['Stated'];
type Loose = Record<string, unknown> & { kind: string };

type Part = { name: string; word: Word; kind: 'count' | 'text' | 'day' | 'yesno' } | { name: string; word: Word; kind: 'one'; options: readonly string[] };

const PARTS: Record<string, readonly Part[]> = {
  structure_and_fire: [
    { name: 'space', word: 'fact.space', kind: 'text' },
    { name: 'when', word: 'fact.when', kind: 'one', options: ['before', 'after'] },
    { name: 'structure_grade', word: 'fact.structure_grade', kind: 'one', options: ['I', 'II', 'III', 'IV'] },
    { name: 'seismic_ok', word: 'fact.seismic_ok', kind: 'yesno' },
    { name: 'fire_accepted', word: 'fact.fire_accepted', kind: 'yesno' },
  ],
  traffic: [
    { name: 'what', word: 'fact.what', kind: 'one', options: ['promised', 'delivered'] },
    { name: 'car_places', word: 'fact.car_places', kind: 'count' },
    { name: 'charging_places', word: 'fact.charging_places', kind: 'count' },
    { name: 'bicycle_places', word: 'fact.bicycle_places', kind: 'count' },
    { name: 'peak_hour_vehicles', word: 'fact.peak_hour_vehicles', kind: 'count' },
  ],
  enterprises: [
    { name: 'what', word: 'fact.what', kind: 'one', options: ['promised', 'delivered'] },
    { name: 'year', word: 'fact.year', kind: 'count' },
    { name: 'size', word: 'fact.size', kind: 'one', options: ['large', 'medium', 'small', 'micro'] },
    { name: 'industry', word: 'fact.industry', kind: 'text' },
    { name: 'count', word: 'fact.count', kind: 'count' },
    { name: 'jobs', word: 'fact.jobs', kind: 'count' },
  ],
};

/** Begins a fact as a stage asks for it: `traffic_promised` is traffic, promised. */
export function startFact(asked: string, space: string): Stated {
  const kind = Object.keys(PARTS).find((one) => asked.startsWith(one)) ?? 'traffic';
  const rest = asked.slice(kind.length + 1);
  const begun = kind === 'structure_and_fire' ? { space, when: rest === 'after' ? 'after' : 'before' } : { what: rest === 'delivered' ? 'delivered' : 'promised' };
  return { kind, ...begun } as unknown as Stated;
}

export function FactField({ value, onChange }: { value?: Stated; onChange?: (fact: Stated) => void }) {
  const { t, code } = useLang();
  const fact = value as Loose | undefined;
  const set = (name: string, next: unknown) => {
    const changed: Record<string, unknown> = { ...fact, [name]: next };
    // Unknown is left out, never zero.
    if (next === '' || next === undefined) Reflect.deleteProperty(changed, name);
    onChange?.(changed as unknown as Stated);
  };
  return (
    <div className="fact-field">
      <Select
        aria-label={t('field.fact')}
        value={fact?.kind}
        placeholder={t('field.fact')}
        options={Object.keys(PARTS).map((kind) => ({ value: kind, label: code('fact', kind) }))}
        onChange={(kind) => onChange?.({ kind } as unknown as Stated)}
      />
      {fact && PARTS[fact.kind]?.map((part) => (
        <div className="fact-part" key={part.name} role="group" aria-label={t(part.word)}>
          <span className="meta">{t(part.word)}</span>
          <PartInput part={part} value={fact[part.name]} set={(next) => set(part.name, next)} />
        </div>
      ))}
    </div>
  );
}

function PartInput({ part, value, set }: { part: Part; value: unknown; set: (next: unknown) => void }) {
  const { t, code } = useLang();
  const label = t(part.word);
  switch (part.kind) {
    case 'one':
      return <Radio.Group value={value} onChange={(event) => set(event.target.value)} options={part.options.map((one) => ({ value: one, label: code('fact', one) }))} />;
    case 'yesno':
      return (
        <Radio.Group value={value ?? 'unknown'} onChange={(event) => set(event.target.value === 'unknown' ? undefined : event.target.value)}
          options={[{ value: true, label: t('say.yes') }, { value: false, label: t('say.no') }, { value: 'unknown', label: t('say.unknown') }]} />
      );
    case 'count':
      return <Input aria-label={label} type="number" min={0} value={value as number | undefined} onChange={(event) => set(event.target.value === '' ? '' : Number(event.target.value))} />;
    case 'day':
      return <DayInput aria-label={label} value={value as string | undefined} onChange={set} />;
    default:
      return <Input aria-label={label} value={value as string | undefined} onChange={(event) => set(event.target.value)} />;
  }
}
