import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { stepsQuery } from '../../api/queries';
import { writeFilters } from '../../lib/address';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { BudgetActs } from './BudgetActs';
import { StepsTable } from './StepsTable';

/** Money steps that wait, or all there ever were. */
export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const [search, setSearch] = useSearchParams();
  const all = search.get('all') === 'yes';
  const query = useQuery(stepsQuery(all ? undefined : true));
  return (
    <Page title={t('steps.title')} what={t('steps.what')} extra={actor.role === 'finance' && <BudgetActs />}>
      <div className="filters">
        <Segmented
          aria-label={t('steps.state')}
          options={[{ value: 'open', label: t('steps.open') }, { value: 'all', label: t('steps.all') }]}
          value={all ? 'all' : 'open'}
          onChange={(value) => setSearch(writeFilters(search, { all: value === 'all' ? 'yes' : '' }), { replace: true })}
        />
      </div>
      <Loaded query={query}>
        {({ rows }) => (rows.length === 0 ? <Empty title={t('steps.empty')} what={t('steps.empty.what')} /> : <StepsTable steps={rows.toReversed()} />)}
      </Loaded>
    </Page>
  );
}
