/** What became of every row of an import, while it goes on and when it is over. */

import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { isEnded, resultQuery, useJob, type Job } from '../../api/jobs';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { Cancel, JobProgress } from '../jobs/JobCard';
import type { Remark } from './corrections';
import { Merges, type Merge } from './Merges';
import { Refused } from './Refused';
import { RemarkLines } from './RemarkLines';
import { RemarkTable } from './RemarkTable';

export type ImportResult = {
  rows: Record<'read' | 'created' | 'updated' | 'unchanged' | 'merged' | 'refused', number>;
  spaces: number;
  encoding: string;
  proposed_merges: Merge[];
  diagnostics: Remark[];
};

export function Outcome({ id }: { id: string }) {
  const { t } = useLang();
  const query = useJob(id);
  const name = query.data?.work.kind === 'import' ? query.data.work.name : undefined;
  return (
    <Page title={t('import.result')} what={name} extra={<><LinkButton to="/import">{t('import.other')}</LinkButton><LinkButton to="/ledger" primary>{t('import.toLedger')}</LinkButton></>}>
      <Loaded query={query}>{(job) => <State job={job} />}</Loaded>
    </Page>
  );
}

function State({ job }: { job: Job }) {
  const { t, both } = useLang();
  if (!isEnded(job)) return <div className="stack narrow"><JobProgress job={job} /><div><Cancel job={job} /></div></div>;
  if (job.state === 'cancelled') return <Empty title={t('import.cancelled')} what={t('import.what')} />;
  if (job.state === 'done') return <Done job={job} />;
  return (
    <>
      <Alert type="error" showIcon className="fault" title={t('import.failed')} description={job.remarks.length === 0 && job.told ? both(job.told) : undefined} />
      <RemarkLines remarks={job.remarks as Remark[]} />
    </>
  );
}

function Done({ job }: { job: Job }) {
  const { t } = useLang();
  const query = useQuery(resultQuery<ImportResult>(job.id));
  return (
    <Loaded query={query}>
      {(result) => {
        const refused = result.diagnostics.filter((one) => one.severity === 'refused');
        const others = result.diagnostics.filter((one) => one.severity !== 'refused');
        return (
          <>
            <Totals result={result} />
            <Section title={`${t('import.refused')} ${exact(result.rows.refused)}`}>
              {refused.length === 0 ? <Empty title={t('import.refused.none')} what={t('import.refused.none.what')} /> : <Refused job={job} remarks={refused} encoding={result.encoding} />}
            </Section>
            <Section title={`${t('import.merges')} ${exact(result.proposed_merges.length)}`}><Merges merges={result.proposed_merges} /></Section>
            {others.length > 0 && (
              <Section title={`${t('import.warnings')} ${exact(others.length)}`}>
                <p className="meta import-what">{t('import.warnings.what')}</p>
                <RemarkTable remarks={others} label={t('import.warnings')} />
              </Section>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

const FATES = ['created', 'updated', 'unchanged', 'merged', 'refused'] as const;

/** Every row that was read is in exactly one of five. */
function Totals({ result }: { result: ImportResult }) {
  const { t } = useLang();
  const { rows, spaces } = result;
  const share = (count: number) => `${rows.read === 0 ? 0 : (count / rows.read) * 100}%`;
  const rest = FATES.map((fate) => `${t(`import.row.${fate}`)} ${exact(rows[fate])}`).join(' + ');
  return (
    <div className="fates-frame">
      <dl className="totals fates">
        {FATES.map((fate) => <div key={fate}><dt><span className={`swatch fate-${fate}`} aria-hidden="true" />{t(`import.row.${fate}`)}</dt><dd className="num">{exact(rows[fate])}</dd></div>)}
      </dl>
      <div className="fates-bar" aria-hidden="true">{FATES.map((fate) => <span key={fate} className={`fate-${fate}`} style={{ width: share(rows[fate]) }} />)}</div>
      <p className="meta num">{t('import.total', { read: exact(rows.read), rest, spaces: exact(spaces) })}</p>
    </div>
  );
}
