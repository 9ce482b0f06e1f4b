/** The selected space beside the table: the facts that decide first, and the way to all of it. */

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { spaceQuery } from '../../api/ledger';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Loaded } from '../../ui/states';
import { FactList } from './facts';
import type { Found } from './found';
import { Hits } from './Found';

const FIRST = ['kind', 'project_kind', 'gross_floor_area_m2', 'year_built', 'vacant', 'vacant_since', 'occupancy_percent', 'owner', 'operator', 'address'];

export function Detail({ id, close }: { id: string; close: () => void }) {
  const { t } = useLang();
  const query = useQuery(spaceQuery(id));
  return (
    <section className="detail" aria-label={t('ledger.detail')}>
      <Loaded query={query}>
        {(space) => {
          const name = space.facts.find((fact) => fact.field === 'name')?.value;
          const { screening } = space.found as Found;
          return (
            <>
              <div className="detail-head">
                <div className="wrap"><h2>{typeof name === 'string' ? name : id}</h2><span className="meta num">{id}</span></div>
                <div className="row">
                  <LinkButton to={`/space?id=${encodeURIComponent(id)}`}>{t('ledger.open')}</LinkButton>
                  <Button type="text" aria-label={t('say.close')} onClick={close}>×</Button>
                </div>
              </div>
              <FactList facts={space.facts} fields={FIRST} />
              {screening !== undefined && <Hits hits={screening.hits} />}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
