/** The input of a day. A native one would follow the language of the browser, not of the page. */

import { Input } from 'antd';
import { lazy, Suspense } from 'react';

/** `value`: as `2027-03-01`, or empty. */
export type DayProps = { id?: string; 'aria-label'?: string; value?: string | undefined; onChange?: (day: string) => void };

/** Comes with the first day that is asked for. */
const Calendar = lazy(() => import('./Calendar'));

export function DayInput(props: DayProps) {
  return <Suspense fallback={<Input disabled value={props.value ?? ''} />}><Calendar {...props} /></Suspense>;
}
