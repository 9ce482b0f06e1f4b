/** Facts of a space as people read them, each with where it comes from. */

import type { Schema } from '../../api/client';
import { exact } from '../../lib/number';
import { exactMoney, parseYuan } from '../../lib/money';
import type { Lang } from '../../lib/lang';
import { Figure, type Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';

export type Fact = Schema['KnownFact'];

/** The name without its unit, which stands behind the value. */
export function nameOf(label: string): string {
  return label.replace(/\s*[（(][^（()）]*[）)]$/, '');
}

export function useFactText() {
  const { t, lang, code } = useLang();
  return ({ field, value, unit }: Fact): string => {
    if (typeof value === 'boolean') return t(value ? 'say.yes' : 'say.no');
    if (unit === 'yuan') {
      const fen = parseYuan(String(value));
      return fen === null ? `${String(value)} CNY` : exactMoney(fen, lang);
    }
    if (typeof value === 'number') return unit == null ? String(value) : `${exact(value)} ${shownUnit(unit, lang)}`;
    const text = String(value);
    if (field === 'kind') return code('kind', text);
    if (field === 'project_kind') return code('project', text);
    return /^[a-z][a-z_]*$/.test(text) ? code(`choice.${field}`, text) : text;
  };
}

function shownUnit(unit: string, lang: Lang): string {
  if (unit === 'percent') return '%';
  return lang === 'zh' ? unit.replace('yuan', '元') : unit.replace('yuan', 'CNY');
}

/** File, row and year of a fact, and how far it can be trusted. */
export function derivation({ source }: Fact, label: string, value: string): Derivation {
  return { label, value, source: source.origin, mark: source.mark, ...(source.date != null && { date: source.date }) };
}

export function FactList({ facts, fields }: { facts: readonly Fact[]; fields?: readonly string[] }) {
  const { both } = useLang();
  const text = useFactText();
  const shown = fields === undefined ? facts : fields.flatMap((field) => facts.filter((fact) => fact.field === field));
  return (
    <dl className="facts">
      {shown.map((fact) => {
        const [label, value] = [nameOf(both(fact.label)), text(fact)];
        return (
          <div key={fact.field} className={value.length > 60 ? 'facts-wide' : undefined}>
            <dt>{label}</dt>
            <dd><Figure from={derivation(fact, label, value)}>{value}</Figure></dd>
          </div>
        );
      })}
    </dl>
  );
}
