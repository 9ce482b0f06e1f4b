/** The decision of an application clause by clause, from the record that its hash names. */

import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import type { Explained } from '../../api/decision';
import { useLang } from '../../ui/lang';
import { Loaded } from '../../ui/states';
import { Clauses, NearestChange } from '../precheck/LiveVerdict';
import { sorted } from '../precheck/clauses';

/** A record holds the law's files and the facts as well; what is read of it here is the outcome. */
function recordQuery(application: string, sha256: string) {
  return {
    queryKey: ['record', application, sha256],
    queryFn: async () => {
      const bytes = await answered<Blob>(api.GET('/api/v1/applications/{application}/documents/{sha256}', { params: { path: { application, sha256 } }, parseAs: 'blob' }));
      return JSON.parse(await bytes.text()) as Explained;
    },
    staleTime: Infinity,
  };
}

export function DecisionClauses({ application, record }: { application: string; record: string }) {
  const { t } = useLang();
  const query = useQuery(recordQuery(application, record));
  return (
    <Loaded query={query}>
      {({ decision, nearest_change }) => {
        const { open, met, beside } = sorted(decision.clauses);
        return (
          <>
            {nearest_change && <NearestChange of={nearest_change} />}
            {open.length > 0 && <Clauses of={open} decision={decision} />}
            <details className="more" open={open.length === 0}><summary>{t('pre.clauses.met', { n: met.length })}</summary><Clauses of={met} decision={decision} /></details>
            {beside.length > 0 && <details className="more"><summary>{t('pre.clauses.beside', { n: beside.length })}</summary><Clauses of={beside} decision={decision} /></details>}
          </>
        );
      }}
    </Loaded>
  );
}
