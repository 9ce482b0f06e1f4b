/** A deadline, with what it means today. */

import { dayOf, daysUntil, showDay } from '../lib/time';
import { useLang } from './lang';

export function today(): string {
  return dayOf(Date.now());
}

export function Due({ day }: { day: string | null | undefined }) {
  const { t, lang } = useLang();
  if (day === null || day === undefined) return <span className="meta">{t('due.none')}</span>;
  const left = daysUntil(day, today());
  const text = left < 0 ? t('due.over', { n: -left }) : left === 0 ? t('due.today') : t('due.in', { n: left });
  const tone = left < 0 ? 'due-over' : left <= 3 ? 'due-soon' : '';
  return <span className={`due ${tone}`} title={showDay(day, lang)}>{text}</span>;
}
