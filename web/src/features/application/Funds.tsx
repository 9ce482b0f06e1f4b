/** Where the money of the application is, its tranches and the steps that wait. */

import { useQuery } from '@tanstack/react-query';
import { stepsQuery } from '../../api/queries';
import { COLUMN_UNIT } from '../../lib/money';
import { basisPoints } from '../../lib/number';
import { showDay } from '../../lib/time';
import { useLang } from '../../ui/lang';
import { ColumnMoney, Money } from '../../ui/money';
import { Facts, Scroll, Section } from '../../ui/page';
import { Verdict, Verdicts } from '../../ui/verdict';
import { StepsTable, waits } from '../money/StepsTable';
import { awardTree, fundTree } from './award';
import type { Scene } from './acts/spec';

const KINDS = {
  reserved: ['reserve', 'release', 'commit'],
  committed: ['commit', 'reduce', 'cancel', 'disburse'],
  pending: ['disburse'],
  disbursed: ['disburse', 'demand'],
  receivable: ['demand', 'reduce', 'receive', 'write_off'],
  returned: ['receive'],
  written_off: ['write_off'],
} as const;

/** Shown even where there is nothing. */
const ALWAYS: readonly string[] = ['reserved', 'committed', 'disbursed'];

export function Funds({ scene }: { scene: Scene }) {
  const { t, lang } = useLang();
  const { whole } = scene;
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const award = { ...awardTree(scene, t, lang), label: t('apps.award') };
  return (
    <>
      <Section title={t('app.funds')} extra={whole.line != null && <span className="meta">{t('app.line')}: {whole.line}</span>}>
        <Facts of={[
          [t('apps.award'), <Money key="award" fen={whole.row.award} from={award} />],
          ...names.filter((name) => ALWAYS.includes(name) || whole.funds[name] !== 0).map((name): [string, React.ReactNode] => {
            const label = t(`board.${name}`);
            return [label, <Money key={name} fen={whole.funds[name]} from={fundTree(scene, label, KINDS[name], t, lang)} />];
          }),
        ]} />
      </Section>
      {whole.row.mode === 'investment_subsidy' && <Tranches scene={scene} />}
      {whole.claims.length > 0 && <Claims scene={scene} />}
      <OwnSteps scene={scene} />
    </>
  );
}

function Tranches({ scene }: { scene: Scene }) {
  const { t, both } = useLang();
  const { whole, flow } = scene;
  if (flow === undefined || flow.tranches.length === 0) return null;
  const stage = (id: string) => { const found = flow.stages.find((one) => one.id === id); return found ? both(found.name) : id; };
  return (
    <Section title={t('app.tranches')}>
      <Verdicts>
        {flow.tranches.map((tranche) => {
          const state = whole.tranches[tranche.id];
          return (
            <Verdict
              key={tranche.id} kind={state === 'paid' ? 'met' : state === undefined ? 'not_applicable' : 'undetermined'} clause={both(tranche.name)}
              value={`${basisPoints(tranche.share_bp)} · ${t(state === undefined ? 'app.tranche.ahead' : `app.tranche.${state}`)}`}
              ground={`${t('app.tranche.stage')}: ${stage(tranche.stage)}`}
            />
          );
        })}
      </Verdicts>
    </Section>
  );
}

function Claims({ scene }: { scene: Scene }) {
  const { t, lang } = useLang();
  const unit = COLUMN_UNIT[lang];
  return (
    <Section title={t('app.claims')} extra={<span className="meta">{unit}</span>}>
      <Scroll label={t('app.claims')}>
        <table className="plain">
          <thead><tr><th>{t('app.claim.days')}</th><th className="right">{t('app.claim.interest')}</th><th className="right">{t('app.claim.adjustment')}</th><th className="right">{t('app.claim.payable')}</th><th>{t('apps.state')}</th></tr></thead>
          <tbody>
            {scene.whole.claims.map((claim) => {
              const state = scene.whole.tranches[claim.id];
              return (
                <tr key={claim.id}>
                  <td>{showDay(claim.from, lang)} – {showDay(claim.until, lang)}</td>
                  <td className="right"><ColumnMoney fen={claim.interest} /></td>
                  <td className="right"><ColumnMoney fen={claim.adjustment} /></td>
                  <td className="right"><ColumnMoney fen={claim.payable} /></td>
                  <td>{t(state === undefined ? 'app.tranche.ahead' : `app.tranche.${state}`)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function OwnSteps({ scene }: { scene: Scene }) {
  const { t } = useLang();
  const { data } = useQuery(stepsQuery(true));
  const own = data?.rows.filter((step) => 'application' in step.money && step.money.application === scene.whole.row.id && waits(step)) ?? [];
  if (own.length === 0) return null;
  return <Section title={t('app.steps')}><StepsTable steps={own} own /></Section>;
}
