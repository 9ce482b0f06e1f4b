import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { stepsQuery } from '../../api/queries';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { TabLinks } from '../../ui/tabs';
import { useSession } from '../session/session';
import { BudgetActs } from './BudgetActs';
import { StepsTable, waits } from './StepsTable';

/** Money steps that wait, or all there ever were. */
export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const [search] = useSearchParams();
  const all = search.get('all') === 'yes';
  const query = useQuery(stepsQuery(all ? undefined : true));
  return (
    <Page title={t('steps.title')} what={t('steps.what')} extra={actor.role === 'finance' && <BudgetActs />}>
      <TabLinks name="all" current={all ? 'yes' : 'open'} items={[{ key: 'open', label: t('steps.open') }, { key: 'yes', label: t('steps.all') }]} />
      <Loaded query={query}>
        {({ rows }) => {
          const shown = (all ? rows : rows.filter(waits)).toReversed();
          return shown.length === 0 ? <Empty title={t('steps.empty')} what={t('steps.empty.what')} /> : <StepsTable steps={shown} />;
        }}
      </Loaded>
    </Page>
  );
}
