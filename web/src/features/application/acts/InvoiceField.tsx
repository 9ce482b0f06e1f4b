/** What of an invoice double payment is told by. */

import { Checkbox, Input } from 'antd';
import { DayInput } from '../../../ui/day';
import { useLang } from '../../../ui/lang';
import type { Invoice } from './materials';

const EMPTY: Invoice = { seller: '', number: '', date: '', amount: '' };

export function InvoiceField({ value, onChange }: { value?: Invoice; onChange?: (invoice: Invoice | undefined) => void }) {
  const { t } = useLang();
  const set = (change: Partial<Invoice>) => onChange?.({ ...EMPTY, ...value, ...change });
  return (
    <div className="fact-field">
      <Checkbox checked={value !== undefined} onChange={(event) => onChange?.(event.target.checked ? EMPTY : undefined)}>{t('field.invoice')}</Checkbox>
      {value && (
        <>
          <Input aria-label={t('field.seller')} placeholder={t('field.seller')} value={value.seller} onChange={(event) => set({ seller: event.target.value })} />
          <Input aria-label={t('field.invoiceNumber')} placeholder={t('field.invoiceNumber')} value={value.number} onChange={(event) => set({ number: event.target.value })} />
          <DayInput aria-label={t('field.on')} value={value.date} onChange={(date) => set({ date })} />
          <Input aria-label={t('field.amount')} placeholder={t('field.amount')} inputMode="decimal" value={value.amount} onChange={(event) => set({ amount: event.target.value })} />
        </>
      )}
    </div>
  );
}
