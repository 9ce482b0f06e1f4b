/** The owner's pre-check: a few questions, what the rules say of them as they are answered, packages compared. */

import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { decisionQuery, factsQuery, type Explained } from '../../api/decision';
import { fieldsQuery, schemesQuery } from '../../api/ledger';
import { useProgrammes } from '../../api/names';
import { today } from '../../ui/due';
import { useLang } from '../../ui/lang';
import { LinkButton } from '../../ui/LinkButton';
import { Page } from '../../ui/page';
import { useSettled } from '../../ui/settled';
import { Fault, Loading, problemOf } from '../../ui/states';
import { TabLinks } from '../../ui/tabs';
import { useSession } from '../session/session';
import './precheck.css';
import { Bar, LiveVerdict } from './LiveVerdict';
import { described, EMPTY, facts, type Draft } from './draft';
import { Packages } from './Packages';
import { Asked } from './Asked';
import { questions, STEPS, type Questions, type Step } from './questions';

const KEPT = 'precheck';
const SETTLED_MS = 400;

export function Component() {
  const { t } = useLang();
  const { drafts } = useSession();
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY, ...drafts.read<Draft>(KEPT) }));
  const [kept, setKept] = useState<boolean | null>(null);
  const { scheme, known } = useScheme(draft.scheme);
  const asked = useQuery(factsQuery(scheme));
  const fields = useQuery(fieldsQuery);
  const all = useMemo(() => asked.data && fields.data && questions(asked.data, fields.data.rows), [asked.data, fields.data]);
  const failed = asked.error ?? fields.error;

  const change = (next: Draft) => {
    setDraft(next);
    setKept(drafts.keep(KEPT, next));
  };
  const clear = () => {
    drafts.drop(KEPT);
    setDraft(EMPTY);
    setKept(null);
  };
  return (
    <Page
      title={t('pre.title')} what={t('pre.what')}
      extra={<>
        {kept !== null && <span className={kept ? 'meta' : 'due-over'} role="status">{t(kept ? 'say.draftKept' : 'say.draftNotKept')}</span>}
        <Button size="small" onClick={clear}>{t('say.draftDrop')}</Button>
      </>}
    >
      {known.length > 1 && (
        <div className="filters"><label>{t('pre.scheme')}
          <Select aria-label={t('pre.scheme')} value={scheme} options={known} onChange={(id) => change({ ...draft, scheme: id })} popupMatchSelectWidth={false} />
        </label></div>
      )}
      {failed && <Fault problem={problemOf(failed)} kept again={() => { void asked.refetch(); void fields.refetch(); }} />}
      {!all && !failed && <Loading rows={8} />}
      {all && scheme !== undefined && <Wizard all={all} draft={draft} change={change} scheme={scheme} />}
    </Page>
  );
}

/** The scheme that is checked: the chosen one, that of a programme, or any; and what can be chosen. */
function useScheme(chosen: string | undefined) {
  const { both } = useLang();
  const { programmes } = useProgrammes();
  const all = useQuery(schemesQuery).data?.rows ?? [];
  const of_programmes = new Set(programmes.map((one) => one.scheme));
  const offered = all.filter((one) => of_programmes.size === 0 || of_programmes.has(one.id));
  const scheme = offered.find((one) => one.id === chosen) ?? offered[0];
  return { scheme: scheme?.id, known: offered.map((one) => ({ value: one.id, label: both(one.name) })) };
}

type Inner = { all: Questions; draft: Draft; change: (next: Draft) => void; scheme: string };

function Wizard({ all, draft, change, scheme }: Inner) {
  const { t } = useLang();
  const [search] = useSearchParams();
  const step = STEPS.find((one) => one === search.get('step')) ?? 'building';
  const list = useMemo(() => Object.values(all).flat(), [all]);
  const origin = t('pre.origin');
  const stated = useMemo(() => facts(list, draft, origin, today()), [list, draft, origin]);
  const settled = useSettled(stated, SETTLED_MS);
  const decision = useQuery(decisionQuery(scheme, settled));
  const explained: Explained | undefined = decision.data;
  return (
    <>
      <TabLinks name="step" current={step} items={STEPS.map((key, i) => ({ key, label: `${i + 1} ${t(`pre.step.${key}`)}` }))} />
      {decision.isError && <Fault problem={problemOf(decision.error)} kept again={() => void decision.refetch()} />}
      <div className={step === 'result' ? 'pre-result' : 'pre'}>
        {step !== 'result' && (
          <div>
            <Asked step={step} all={all} draft={draft} change={change} explained={explained} />
            <Ways step={step} />
          </div>
        )}
        <section className="pre-verdict" id="verdict" aria-label={t('pre.verdict')} aria-busy={decision.isFetching}>
          {explained ? <LiveVerdict explained={explained} all={all} folded={step === 'result'} /> : decision.isError ? null : <Loading rows={6} />}
        </section>
        {step === 'result' && <Packages facts={described(list, draft)} all={all} draft={draft} change={change} scheme={scheme} />}
      </div>
      {explained && step !== 'result' && <Bar decision={explained.decision} />}
    </>
  );
}

/** Back and on. */
function Ways({ step }: { step: Step }) {
  const { t } = useLang();
  const place = STEPS.indexOf(step);
  const [before, after] = [STEPS[place - 1], STEPS[place + 1]];
  const to = (one: Step) => (one === 'building' ? '/precheck' : `/precheck?step=${one}`);
  return (
    <div className="row ways">
      {before && <LinkButton to={to(before)}>{t('say.back')}</LinkButton>}
      {after && <LinkButton primary to={to(after)}>{t(after === 'result' ? 'pre.toResult' : 'apply.next')}</LinkButton>}
    </div>
  );
}
