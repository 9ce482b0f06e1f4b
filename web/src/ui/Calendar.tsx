/** A day, typed or picked, in the language of the page. */

import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import 'dayjs/locale/zh-cn';
import type { DayProps } from './day';
import { useLang } from './lang';

const FIRST = dayjs('1900-01-01');
const LAST = dayjs('2199-12-31');
const ISO = 'YYYY-MM-DD';
/** As days are written elsewhere on the pages; what is typed may also be plain. */
const FORMATS = {
  zh: ['YYYY年M月D日', ISO, 'YYYY-M-D', 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD'],
  en: ['D MMM YYYY', ISO, 'YYYY-M-D', 'YYYY/M/D', 'D/M/YYYY', 'YYYYMMDD'],
};

/** With a finger a day is picked, and no keyboard comes up over the calendar. */
const isTouch = matchMedia('(pointer: coarse)').matches;

export default function Calendar({ value, onChange, ...more }: DayProps) {
  const { lang } = useLang();
  const day = value === undefined || value === '' ? null : dayjs(value, ISO);
  const tell = (next: Dayjs | null) => onChange?.(next?.format(ISO) ?? '');
  return (
    <DatePicker
      {...more} className="day" format={FORMATS[lang]} minDate={FIRST} maxDate={LAST} inputReadOnly={isTouch} placeholder={ISO} showNow={false}
      value={day?.isValid() === true ? day : null} onChange={tell}
      // At once as it is typed: a form that is sent from here has it.
      onCalendarChange={(next) => tell(Array.isArray(next) ? next[0] ?? null : next)}
    />
  );
}
