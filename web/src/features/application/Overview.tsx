import { useOrganisations } from '../../api/names';
import { useLang } from '../../ui/lang';
import { showDay } from '../../lib/time';
import { ColumnMoney, Money } from '../../ui/money';
import { COLUMN_UNIT, exactMoney } from '../../lib/money';
import { Facts, Scroll, Section } from '../../ui/page';
import { Verdict, Verdicts } from '../../ui/verdict';
import type { Scene } from './acts/spec';
import { Stages } from './Stages';

export function Overview({ scene }: { scene: Scene }) {
  const { t, lang, both, code, aside } = useLang();
  const name = useOrganisations();
  const { whole } = scene;
  const { row } = whole;
  const investment = {
    label: t('apps.investment'), formula: t('board.from.sum'),
    inputs: whole.parts.map((part) => ({ label: part.space, value: exactMoney(part.investment, lang), source: t('event.application_opened'), mark: 'R' as const })),
  };
  return (
    <>
      {!row.ended && (
        <Section title={t('app.open')} extra={whole.answers && <span className="meta">{t('app.answers', { role: t(`role.${whole.answers}`) })}</span>}>
          {whole.open.length === 0 ? <p>{t('app.open.none')}</p> : (
            <Verdicts>{whole.open.map((point) => <Verdict key={point.en} kind="undetermined" clause={both(point)} />)}</Verdicts>
          )}
        </Section>
      )}
      <Section title={t('app.stages')}><Stages scene={scene} /></Section>
      <Section title={t('app.parties')}>
        <Facts of={[
          [t('apps.applicant'), name(row.applicant)],
          [t('apps.beneficiary'), name(row.beneficiary)],
          [t('apps.programme'), row.programme],
          [t('apps.investment'), <Money key="m" fen={row.investment} from={investment} />],
          [t('app.works'), whole.works.map((work) => code('work', work)).join(lang === 'zh' ? '、' : ', ')],
          [t('app.worksFrom'), showDay(whole.works_from, lang)],
        ]} />
      </Section>
      <Section title={t('app.spaces')}>
        <Scroll label={t('app.spaces')}>
          <table className="plain">
            <thead><tr><th>{t('app.space')}</th><th>{t('app.owner')}</th><th className="right">{t('apps.investment')}{aside(COLUMN_UNIT[lang])}</th></tr></thead>
            <tbody>
              {whole.parts.map((part) => (
                <tr key={part.space}><td>{part.space}</td><td>{name(part.owner)}</td><td className="right"><ColumnMoney fen={part.investment} /></td></tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Section>
    </>
  );
}
