/** Money on the page: short, exact on hover, and asked where it comes from. */

import { columnMoney, exactMoney, shortMoney } from '../lib/money';
import { Figure, type Derivation } from './figure';
import { useLang } from './lang';

export function Money({ fen, from }: { fen: number | null | undefined; from?: Derivation }) {
  const { lang, t } = useLang();
  if (fen === null || fen === undefined) return <span className="meta">{t('say.unknown')}</span>;
  const [text, exact] = [shortMoney(fen, lang), exactMoney(fen, lang)];
  if (from === undefined) return <span className="num" title={exact}>{text}</span>;
  return <Figure title={exact} from={{ ...from, value: exact }}>{text}</Figure>;
}

/** A sum in a column whose heading has the unit. */
export function ColumnMoney({ fen, from }: { fen: number | null | undefined; from?: Derivation }) {
  const { lang, t } = useLang();
  if (fen === null || fen === undefined) return <span className="meta" aria-label={t('say.unknown')}>—</span>;
  const [text, exact] = [columnMoney(fen, lang), exactMoney(fen, lang)];
  if (from === undefined) return <span className="num" title={exact}>{text}</span>;
  return <Figure title={exact} from={{ ...from, value: exact }}>{text}</Figure>;
}
