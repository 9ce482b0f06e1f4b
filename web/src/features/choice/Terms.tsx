/** Budget, objective and ceilings: a slider for the hand, a field for the exact sum. */

import { useQuery } from '@tanstack/react-query';
import { Button, Input, Radio, Select, Slider } from 'antd';
import { useId } from 'react';
import { countQuery } from '../../api/ledger';
import { districtName } from '../../lib/places';
import { parseYuan, shortMoney, typedYuan } from '../../lib/money';
import { useLang } from '../../ui/lang';
import { workOf, type Aim, type Asked } from './ask';

/** What a slider spans, in fen, and its step: ten million yuan at most a hundred times. */
const SPAN = 100_000_000_000;
const STEP = 500_000_000;

type Props = { asked: Asked; change: (next: Asked) => void; start: () => void; busy: boolean };

export function Terms({ asked, change, start, busy }: Props) {
  const { t, lang } = useLang();
  const work = workOf(asked);
  const wrong = 'wrong' in work ? work.wrong : [];
  const ceiling = (district: string, typed: string | undefined) => {
    const ceilings = { ...asked.ceilings };
    if (typed === undefined) Reflect.deleteProperty(ceilings, district);
    else ceilings[district] = typed;
    change({ ...asked, ceilings });
  };
  return (
    <form className="terms" onSubmit={(event) => { event.preventDefault(); start(); }}>
      <Sum label={t('choice.budget')} typed={asked.budget} set={(budget) => change({ ...asked, budget })} wrong={wrong.includes('budget')} />
      <fieldset className="aim">
        <legend>{t('choice.aim')}</legend>
        <Radio.Group className="stacked" aria-label={t('choice.aim')} value={asked.aim} onChange={(event) => change({ ...asked, aim: event.target.value as Aim })}
          options={(['co2e', 'floor_area'] as const).map((value) => ({ value, label: t(`choice.aim.${value}`) }))} />
      </fieldset>
      <fieldset>
        <legend>{t('choice.ceilings')}</legend>
        <p className="meta">{t('choice.ceilings.what')}</p>
        {Object.entries(asked.ceilings).map(([district, typed]) => (
          <Sum key={district} label={districtName(district, lang)} typed={typed} set={(next) => ceiling(district, next)} wrong={wrong.includes(district)} drop={() => ceiling(district, undefined)} />
        ))}
        <AddCeiling has={Object.keys(asked.ceilings)} add={(district) => ceiling(district, typedYuan(Math.round((parseYuan(asked.budget) ?? SPAN) / 5)))} />
      </fieldset>
      <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={wrong.length > 0}>{t('choice.start')}</Button>
    </form>
  );
}

function Sum({ label, typed, set, wrong, drop }: { label: string; typed: string; set: (typed: string) => void; wrong: boolean; drop?: () => void }) {
  const { t, lang } = useLang();
  const id = useId();
  const fen = parseYuan(typed);
  return (
    <div className="sum" role="group" aria-label={label}>
      <div className="sum-head"><strong>{label}</strong><span className="num">{fen === null ? '—' : shortMoney(fen, lang)}</span>
        {drop && <Button size="small" type="text" aria-label={`${t('say.remove')} ${label}`} onClick={drop}>×</Button>}</div>
      <Slider min={0} max={Math.max(SPAN, fen ?? 0)} step={STEP} value={fen ?? 0} ariaLabelForHandle={label} onChange={(next: number) => set(typedYuan(next))} tooltip={{ formatter: (value) => shortMoney(value ?? 0, lang) }} />
      <label htmlFor={id} className="meta">{t('choice.exact')}</label>
      <Input id={id} className="num" inputMode="decimal" value={typed} onChange={(event) => set(event.target.value)} {...(wrong && { status: 'error' as const })} aria-invalid={wrong} />
      {wrong && <div className="ask-wrong" role="alert">{t('field.amount.wrong')}</div>}
    </div>
  );
}

/** Districts as the ledger has them. */
function AddCeiling({ has, add }: { has: string[]; add: (district: string) => void }) {
  const { t, lang } = useLang();
  const counts = useQuery(countQuery({}, 'district'));
  const options = (counts.data?.rows ?? []).map((row) => row.key).filter((key) => key != null).filter((key) => !has.includes(key)).map((value) => ({ value, label: districtName(value, lang) }));
  return <Select aria-label={t('choice.ceilings.add')} placeholder={t('choice.ceilings.add')} value={null} options={options} onChange={(district: string | null) => { if (district !== null) add(district); }} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} />;
}
