/** Letters and notices that were issued. */

import { Button, Tag } from 'antd';
import { textOf } from '../../api/events';
import { showDay, showMoment } from '../../lib/time';
import { Hash } from '../../ui/hash';
import type { Word } from '../../lib/words';
import { useLang } from '../../ui/lang';
import { Facts, Section } from '../../ui/page';
import { Verdict, Verdicts } from '../../ui/verdict';
import type { Scene } from './acts/spec';
import { saveDocument } from './download';

/** Why a letter is only a preview, in words. */
function because(reasons: unknown, t: (word: Word) => string): string {
  const known = ['not_met', 'unconfirmed', 'provisional', 'soft_mark'] as const;
  return known.filter((reason) => Array.isArray(reasons) && reasons.includes(reason)).map((reason) => t(`preview.${reason}`)).join(' · ');
}

export function Letters({ scene }: { scene: Scene }) {
  const { t, lang } = useLang();
  const { whole, events } = scene;
  const { row, notice } = whole;
  const letters = events.filter((event) => event.what.kind === 'letter_issued');
  const objections = Object.entries(notice?.objections ?? {});
  const current = (sha256: string) => whole.letter?.letter === sha256;
  return (
    <>
      <Section title={t('app.letter')}>
        {letters.length === 0 && <p className="meta">{t('app.letter.none')}</p>}
        {letters.map((event) => {
          const sha256 = textOf(event, 'letter') ?? '';
          const preview = Array.isArray(event.what.preview) && event.what.preview.length > 0;
          return (
            <div className="row letter" key={event.seq}>
              <Tag color={preview ? 'warning' : 'success'}>{t(preview ? 'app.letter.preview' : 'app.letter.final')}</Tag>
              <span className="num">{showMoment(event.at, lang)}</span><span>{event.actor.user}</span><Hash of={sha256} />
              {preview && <span className="meta">{because(event.what.preview, t)}</span>}
              {current(sha256) && <Button size="small" onClick={() => void saveDocument(row.id, sha256, `${row.id}-letter`)}>{t('say.download')}</Button>}
            </div>
          );
        })}
      </Section>
      {notice != null && (
        <Section title={t('app.notice')} extra={<Button size="small" onClick={() => void saveDocument(row.id, notice.notice, `${row.id}-notice`)}>{t('say.download')}</Button>}>
          <Facts of={[[t('app.notice.until'), showDay(notice.until, lang)], [t('app.hash'), <Hash key="h" of={notice.notice} />]]} />
          <h3>{t('app.notice.objections')}</h3>
          {objections.length === 0 && <p className="meta">{t('app.notice.none')}</p>}
          <Verdicts>
            {objections.map(([id, upheld]) => (
              <Verdict key={id} kind={upheld === null ? 'undetermined' : upheld ? 'not_met' : 'met'} clause={id} value={t(upheld === null ? 'app.objection.open' : upheld ? 'app.objection.upheld' : 'app.objection.dismissed')} />
            ))}
          </Verdicts>
        </Section>
      )}
    </>
  );
}
