/** The proof that something was received: events, size and root of the journal. */

import { Button, Modal } from 'antd';
import type { Schema } from '../../api/client';
import { save } from '../../api/upload';
import { useLang } from '../../ui/lang';
import { Facts } from '../../ui/page';

export type Received = { application: string; title: string; content: string; receipt: Schema['Receipt'] };

export function Receipt({ of, close }: { of: Received; close: () => void }) {
  const { t } = useLang();
  const { receipt } = of;
  const keep = () => save(`receipt-${of.application}.json`, new Blob([JSON.stringify(of, null, 2)], { type: 'application/json' }));
  return (
    <Modal open title={t('apply.receipt')} onCancel={close} width={560}
      footer={<><Button onClick={() => window.print()}>{t('say.print')}</Button><Button onClick={keep}>{t('apply.receipt.save')}</Button><Button type="primary" onClick={close}>{t('say.close')}</Button></>}>
      <p>{t('apply.receipt.what')}</p>
      <Facts of={[
        [t('apps.name'), of.title],
        [t('apps.id'), of.application],
        [t('apply.receipt.events'), `${receipt.first} – ${receipt.first + receipt.events - 1}`],
        [t('apply.receipt.size'), String(receipt.size)],
        [t('apply.receipt.root'), <code key="r">{receipt.root}</code>],
        [t('apply.receipt.content'), <code key="c">{of.content}</code>],
      ]} />
    </Modal>
  );
}
