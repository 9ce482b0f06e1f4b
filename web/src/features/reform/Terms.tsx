/** What would change: parameters with the value in force beside the one tried. */

import { Button, Input, Select } from 'antd';
import { useId } from 'react';
import type { Law, Parameter } from '../../api/law';
import { useLang } from '../../ui/lang';
import { inForce, isTyped, workOf, written, type Asked, type Change, type Range } from './ask';

type Props = { law: Law; on: string; asked: Asked; change: (next: Asked) => void; start: () => void; busy: boolean };

export function Terms({ law, on, asked, change, start, busy }: Props) {
  const { t } = useLang();
  const { parameters } = law;
  const by = new Map(parameters.map((one) => [one.id, one]));
  const work = workOf(asked, parameters, law.version.id, on);
  const wrong = 'wrong' in work ? work.wrong : [];
  const put = (place: number, next: Change) => change({ ...asked, changes: asked.changes.map((one, i) => (i === place ? next : one)) });
  return (
    <form className="terms" onSubmit={(event) => { event.preventDefault(); start(); }}>
      <fieldset>
        <legend>{t('reform.changes')}</legend>
        {asked.changes.map((one, i) => (
          <Changed key={`${one.parameter} ${one.place ?? ''}`} one={one} of={by.get(one.parameter)} on={on} wrong={wrong.includes(i) && one.value.trim() !== ''} set={(next) => put(i, next)} drop={() => change({ ...asked, changes: asked.changes.filter((_, at) => at !== i) })} />
        ))}
        <Add label={t('reform.add')} parameters={parameters.filter(isTyped)} has={asked.changes} add={(next) => change({ ...asked, changes: [...asked.changes, { ...next, value: valueNow(by.get(next.parameter), next.place, on) }] })} />
      </fieldset>
      <fieldset>
        <legend>{t('reform.sweep')}</legend>
        <p className="meta">{t('reform.sweep.what')}</p>
        {asked.sweep
          ? <Swept range={asked.sweep} of={by.get(asked.sweep.parameter)} wrong={wrong.includes('sweep')} set={(sweep) => change({ ...asked, sweep })} />
          : <Add label={t('reform.sweep.add')} parameters={parameters.filter((one) => one.holds === 'number' && one.set_by == null)} has={[]} add={({ parameter }) => change({ ...asked, sweep: startRange(by.get(parameter), on) })} />}
      </fieldset>
      <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={wrong.length > 0}>{t('reform.start')}</Button>
    </form>
  );
}

function valueNow(of: Parameter | undefined, place: string | undefined, on: string): string {
  const text = of && inForce(of, place, on)?.written;
  if (text == null) return '';
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** Around the value of today, in five steps. */
function startRange(of: Parameter | undefined, on: string): Range {
  const now = Number(valueNow(of, undefined, on)) || 10;
  return { parameter: of?.id ?? '', first: String(now / 2), last: String(now * 1.5), step: String(now / 4) };
}

function Changed({ one, of, on, wrong, set, drop }: { one: Change; of: Parameter | undefined; on: string; wrong: boolean; set: (next: Change) => void; drop: () => void }) {
  const { t, both } = useLang();
  const id = useId();
  const now = of && inForce(of, one.place, on);
  const label = of ? both(of.label) : one.parameter;
  return (
    <div className="sum" role="group" aria-label={label}>
      <div className="sum-head"><label htmlFor={id}><strong>{label}</strong>{one.place !== undefined && ` · ${one.place}`}</label>
        <Button size="small" type="text" aria-label={`${t('say.remove')} ${label}`} onClick={drop}>×</Button></div>
      {of?.holds === 'choice'
        ? <Select id={id} value={one.value || null} options={of.choices.map((choice) => ({ value: choice.key, label: both(choice.label) }))} onChange={(value: string) => set({ ...one, value })} />
        : of?.holds === 'bool'
          ? <Select id={id} value={one.value || null} options={[{ value: 'true', label: t('say.yes') }, { value: 'false', label: t('say.no') }]} onChange={(value: string) => set({ ...one, value })} />
          : <Input id={id} className="num" inputMode={of?.holds === 'number' ? 'decimal' : 'text'} suffix={of?.unit_label && both(of.unit_label)} value={one.value} onChange={(event) => set({ ...one, value: event.target.value })} {...(wrong && { status: 'error' as const })} aria-invalid={wrong} />}
      <div className="meta">{t('reform.now')}: {now?.shown ? both(now.shown) : t('say.unknown')}{of !== undefined && written(of, one.value) === now?.written && ` · ${t('reform.same')}`}</div>
      {wrong && <div className="ask-wrong" role="alert">{t('reform.wrong')}</div>}
    </div>
  );
}

function Swept({ range, of, wrong, set }: { range: Range; of: Parameter | undefined; wrong: boolean; set: (next: Range | null) => void }) {
  const { t, both } = useLang();
  const label = of ? both(of.label) : range.parameter;
  return (
    <div className="sum" role="group" aria-label={label}>
      <div className="sum-head"><strong>{label}</strong><Button size="small" type="text" aria-label={`${t('say.remove')} ${label}`} onClick={() => set(null)}>×</Button></div>
      <div className="range">
        {(['first', 'last', 'step'] as const).map((key) => (
          <label key={key} className="meta">{t(`reform.sweep.${key}`)}
            <Input className="num" inputMode="decimal" value={range[key]} onChange={(event) => set({ ...range, [key]: event.target.value })} {...(wrong && { status: 'error' as const })} aria-invalid={wrong} /></label>
        ))}
      </div>
      {wrong && <div className="ask-wrong" role="alert">{t('reform.sweep.wrong')}</div>}
    </div>
  );
}

/** A parameter to take; one that places set is taken for one of them. */
function Add({ label, parameters, has, add }: { label: string; parameters: Parameter[]; has: readonly Change[]; add: (next: { parameter: string; place?: string }) => void }) {
  const { both } = useLang();
  const taken = new Set(has.map((one) => `${one.parameter} ${one.place ?? ''}`));
  const options = parameters.flatMap((one) => {
    const places: (string | undefined)[] = one.set_by == null ? [undefined] : [...new Set(one.values.flatMap(({ item }) => (item.of === 'value' && item.place != null ? [item.place] : [])))];
    return places.map((place) => ({ value: `${one.id} ${place ?? ''}`, label: both(one.label) + (place === undefined ? '' : ` · ${place}`), parameter: one.id, place }));
  }).filter((one) => !taken.has(one.value));
  return (
    <Select aria-label={label} placeholder={label} value={null} options={options} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} style={{ width: '100%' }}
      onChange={(_: string | null, option) => { if (option && !Array.isArray(option)) add({ parameter: option.parameter, ...(option.place !== undefined && { place: option.place }) }); }} />
  );
}
