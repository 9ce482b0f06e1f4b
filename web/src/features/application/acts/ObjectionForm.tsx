/** An objection: the journal has a commitment to it, the text is kept apart. */

import { App, Alert, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../../api/command';
import { save } from '../../../api/upload';
import { newId } from '../../../lib/ids';
import { hex, sha256 } from '../../../lib/sha256';
import { ProseItem } from '../../../ui/fields';
import { useLang } from '../../../ui/lang';
import { Fault } from '../../../ui/states';
import { useSession } from '../../session/session';
import { on, type Scene } from './spec';

export default function ObjectionForm({ scene, close }: { scene: Scene; close: () => void }) {
  const { t } = useLang();
  const { actor } = useSession();
  const { message } = App.useApp();
  const command = useCommand(actor);
  // One for all attempts: a retry is the same objection.
  const [made] = useState(() => ({ objection: newId('o'), salt: crypto.getRandomValues(new Uint8Array(32)) }));

  async function submit({ text }: { text: string }) {
    const { objection, salt } = made;
    const words = new TextEncoder().encode(text);
    const bytes = new Uint8Array([...salt, ...words]);
    const record = { application: scene.whole.row.id, objection, salt: hex(salt), text, commitment: hex(sha256(bytes)) };
    save(`${objection}.json`, new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }));
    const sent = await command.run(on(scene, { kind: 'raise_objection', objection, commitment: record.commitment }), scene.whole.row.version);
    if ('problem' in sent) return;
    void message.success(t('act.done', { first: sent.receipt.first, n: sent.receipt.events }));
    close();
  }

  return (
    <Drawer open onClose={close} title={t('act.raise_objection')} size={460}>
      <Form layout="vertical" requiredMark={false} onFinish={(values: { text: string }) => void submit(values)}>
        <Alert type="info" title={t('field.objection.keep')} className="fault" />
        {command.problem && <Fault problem={command.problem} kept />}
        <ProseItem name="text" word="field.objection.text" />
        <Button type="primary" htmlType="submit" loading={command.pending}>{t('act.raise_objection')}</Button>
      </Form>
    </Drawer>
  );
}
