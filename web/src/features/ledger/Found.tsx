/** Screening, appraisal and decision of a space, as the ledger's jobs left them. */

import { useFields } from '../../api/ledger';
import { exact, estimate } from '../../lib/number';
import { COLUMN_FEN, COLUMN_UNIT, exactMoney } from '../../lib/money';
import { Figure, type Derivation } from '../../ui/figure';
import { useLang } from '../../ui/lang';
import { Money } from '../../ui/money';
import { Scroll, Section } from '../../ui/page';
import { Empty } from '../../ui/states';
import { Verdict, Verdicts } from '../../ui/verdict';
import { nameOf } from './facts';
import type { Found, Hit, Offer, Source } from './found';

const ground = (source: Source) => ({ source: source.origin, mark: source.mark, ...(source.date !== undefined && { date: source.date }) });

export function Screening({ of }: { of: Found['screening'] }) {
  const { t } = useLang();
  return (
    <Section title={t('space.screening')}>
      {of === undefined ? <Empty title={t('space.screening.none')} what={t('space.screening.none.what')} /> : <Hits hits={of.hits} />}
    </Section>
  );
}

export function Hits({ hits }: { hits: Hit[] }) {
  const { t, lang, both } = useLang();
  return (
    <Verdicts>
      {hits.map((hit) => {
        const first = hit.findings.find((finding) => finding.value !== null);
        const value = first?.value ? both(first.value.value) : undefined;
        const shown = value === undefined ? undefined : first?.threshold ? t('space.threshold', { value, threshold: both(first.threshold.value) }) : value;
        const inputs: Derivation[] = hit.findings.flatMap(({ what, value: own, threshold }) => [
          ...(own ? [{ label: both(what), value: both(own.value), ...ground(own.source) }] : []),
          ...(threshold ? [{ label: `${both(what)} ≶`, value: both(threshold.value), ...ground(threshold.source) }] : []),
        ]);
        const tree: Derivation = { label: both(hit.title), value: t(`verdict.${hit.verdict}`), inputs, ...(hit.source && ground(hit.source)) };
        const missing = hit.missing.map(both).join(lang === 'zh' ? '、' : ', ');
        return (
          <Verdict
            key={hit.criterion} kind={hit.verdict} clause={both(hit.title)} value={<Figure from={tree}>{shown ?? t(`verdict.${hit.verdict}`)}</Figure>}
            ground={[missing !== '' && t('space.missing', { what: missing }), hit.source?.origin].filter((text) => typeof text === 'string').join(' · ')}
          />
        );
      })}
    </Verdicts>
  );
}

export function Appraisal({ of }: { of: Found['appraisal'] }) {
  const { t, both } = useLang();
  return (
    <Section title={t('space.appraisal')}>
      {of === undefined ? <Empty title={t('space.appraisal.none')} what={t('space.appraisal.none.what')} />
        : of.offers.length === 0 ? <p>{of.fault ? both(of.fault) : t('say.none')}</p> : <Offers offers={of.offers} />}
    </Section>
  );
}

function Offers({ offers }: { offers: Offer[] }) {
  const { t, lang, code, both } = useLang();
  const from = (label: string, more: Partial<Derivation> = {}): Derivation => ({ label, source: t('space.model'), mark: 'M', ...more });
  return (
    <Scroll label={t('space.appraisal')}>
      <table className="plain">
        <thead>
          <tr>
            <th>{t('space.package')}</th><th className="right">{t('space.saving')}</th><th className="right">{t('space.investment')}<div className="meta">{COLUMN_UNIT[lang]}</div></th>
            <th className="right">{t('space.npv')}<div className="meta">{COLUMN_UNIT[lang]}</div></th><th className="right">{t('space.carbon')}</th>
          </tr>
        </thead>
        <tbody>
          {offers.map((offer) => {
            const saving = offer.saving_rate_percent === null ? null : `${estimate(offer.saving_rate_percent)} %`;
            const carbon = offer.carbon_saved === null ? null : estimate(offer.carbon_saved / 1e6);
            const range = offer.investment_high != null ? { formula: `${exactMoney(offer.investment, lang)} … ${exactMoney(offer.investment_high, lang)}` } : {};
            return (
              <tr key={offer.package}>
                <td>{code('package', offer.package)}</td>
                <td className="right">{saving === null ? '—' : <Figure from={from(t('space.saving'), { value: saving, formula: both(offer.saving_method) })}>{saving}</Figure>}</td>
                <td className="right"><Estimated fen={offer.investment} from={from(t('space.investment'), range)} /></td>
                <td className="right"><Estimated fen={offer.npv} from={from(t('space.npv'), { formula: t('space.npv.from') })} /></td>
                <td className="right">{carbon === null ? '—' : <Figure from={from(t('space.carbon'), { value: `${carbon} t` })}>{carbon}</Figure>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A sum that a model found: three figures, the sum itself on hover and in its derivation. */
function Estimated({ fen, from }: { fen: number | null | undefined; from: Derivation }) {
  const { t, lang } = useLang();
  if (fen == null) return <span className="meta" aria-label={t('say.unknown')}>—</span>;
  const value = exactMoney(fen, lang);
  return <Figure title={value} from={{ ...from, value }}>{estimate(fen / COLUMN_FEN[lang])}</Figure>;
}

export function Decision({ of }: { of: Found['decision'] }) {
  const { t, lang, code, both } = useLang();
  const fields = useFields();
  const leading = of?.offers[of.leading];
  const named = (key: string) => {
    const label = fields.get(key)?.label;
    return label ? nameOf(both(label)) : key.replaceAll('_', ' ');
  };
  return (
    <Section title={t('space.decision')}>
      {of === undefined || leading === undefined ? <Empty title={t('space.decision.none')} what={t('space.decision.none.what')} /> : (
        <>
          <Verdicts>
            {of.offers.map((offer) => (
              <Verdict
                key={offer.package ?? ''} kind={offer.verdict} clause={offer.package === null ? t('space.decision') : code('package', offer.package)}
                value={offer.amount !== null ? <Money fen={offer.amount} /> : offer.amount_if_met !== null ? <>{t('space.amountIfMet')} <Money fen={offer.amount_if_met} /></> : undefined}
              />
            ))}
          </Verdicts>
          {leading.missing.length > 0 && <p className="verdict-change">{t('space.missing', { what: leading.missing.map(named).join(lang === 'zh' ? '、' : ', ') })}</p>}
        </>
      )}
    </Section>
  );
}

/** The verdicts of the screening in one line. */
export function useScreeningGist() {
  const { t } = useLang();
  return (hits: Hit[]) => (['met', 'undetermined', 'not_met'] as const)
    .map((kind) => [t(`verdict.${kind}`), hits.filter((hit) => hit.verdict === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${exact(count)}`)
    .join(' · ');
}
