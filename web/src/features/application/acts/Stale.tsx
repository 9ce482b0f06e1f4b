/** Somebody else was faster: both versions, and the choice to go on. */

import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { Schema } from '../../../api/client';
import { applicationQuery } from '../../../api/queries';
import { shortMoney } from '../../../lib/money';
import { showDay } from '../../../lib/time';
import { useLang } from '../../../ui/lang';
import { Loading } from '../../../ui/states';

export function Stale({ seen, again }: { seen: Schema['Whole']; again: (version: number) => void }) {
  const { t } = useLang();
  const now = useQuery({ ...applicationQuery(seen.row.id), staleTime: 0, refetchOnMount: 'always' });
  if (now.data === undefined || now.isFetching) return <Loading rows={3} />;
  const current = now.data;
  return (
    <Alert
      type="warning"
      className="fault"
      title={t('fault.stale')}
      description={
        <>
          <div className="stale">
            <Version title={t('fault.stale.seen', { n: seen.row.version })} of={seen} />
            <Version title={t('fault.stale.now', { n: current.row.version })} of={current} />
          </div>
          <Button onClick={() => again(current.row.version)}>{t('fault.stale.again')}</Button>
        </>
      }
    />
  );
}

function Version({ title, of }: { title: string; of: Schema['Whole'] }) {
  const { t, both, lang } = useLang();
  const evidence = Object.values(of.evidence).flat().length;
  const rows: [string, string][] = [
    [t('apps.stage'), both(of.stage_name)],
    [t('apps.due'), of.row.due == null ? t('due.none') : showDay(of.row.due, lang)],
    [t('app.evidence'), String(evidence)],
    [t('app.open'), String(of.open.length)],
    [t('apps.award'), of.row.award == null ? t('say.none') : shortMoney(of.row.award, lang)],
    [t('app.steps'), String(of.open_steps.length)],
  ];
  return (
    <div>
      <strong>{title}</strong>
      <dl>{rows.map(([name, value]) => <div key={name}><dt className="meta">{name}</dt><dd>{value}</dd></div>)}</dl>
    </div>
  );
}
