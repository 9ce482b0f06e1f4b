/** One file on its way in: chosen, sent with progress, kept by its hash. */

import { Button, Progress } from 'antd';
import { useId, useRef, useState } from 'react';
import type { Schema } from '../api/client';
import { upload } from '../api/upload';
import { fileSize } from '../lib/number';
import type { Problem } from '../lib/problem';
import { useLang } from './lang';
import { Fault, problemOf } from './states';

type Kept = Schema['Kept'];

export function FileField({ value, onChange, label, small = false }: { value?: Kept; onChange?: (kept: Kept) => void; label?: string; small?: boolean }) {
  const { t } = useLang();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [name, setName] = useState('');

  async function choose(file: File | undefined) {
    if (file === undefined) return;
    setName(file.name);
    setProblem(null);
    setShare(0);
    try {
      onChange?.(await upload(file, setShare));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setShare(null);
      if (input.current) input.current.value = '';
    }
  }

  return (
    <div className="file-field">
      <input ref={input} id={id} type="file" className="visually-hidden" tabIndex={-1} aria-label={label ?? t('field.file')} onChange={(event) => void choose(event.target.files?.[0])} />
      <Button size={small ? 'small' : 'middle'} disabled={share !== null} onClick={() => input.current?.click()}>{label ?? t('field.file.choose')}</Button>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label={t('field.file.sending', { n: Math.round(share * 100) })} />}
      {share === null && value && !small && (
        <span className="meta wrap">{name !== '' && `${name} · `}{t('field.file.kept', { size: fileSize(value.bytes) })} · {value.sha256.slice(0, 12)}…</span>
      )}
      {problem && <Fault problem={problem} kept />}
    </div>
  );
}
