import { useLang } from '../../ui/lang';
import type { Remark } from './corrections';

/** Remarks on a file as a whole: what stood there, what was expected, what to do. */
export function RemarkLines({ remarks }: { remarks: readonly Remark[] }) {
  const { code, both, t } = useLang();
  return (
    <ul className="remarks">
      {remarks.map((remark, i) => (
        <li key={i}>
          <strong>{code('code', remark.code)}</strong>
          {remark.row !== null && <> · {t('import.row')} {remark.row}</>}
          {remark.column !== '' && <> · {remark.column}</>}
          {remark.value !== '' && <div className="wrap">{remark.value}</div>}
          <div className="meta wrap">{t('import.expected')}：{both(remark.expected)}。{both(remark.remedy)}</div>
        </li>
      ))}
    </ul>
  );
}
