/** Each column of the list beside the field that it is read as, with its first values. */

import { Alert, Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useFields } from '../../api/ledger';
import { exact } from '../../lib/number';
import { useLang } from '../../ui/lang';
import { Scroll, Section } from '../../ui/page';
import type { KeptFile } from './Import';
import { changed, FIXED, guessed, hasId, twice, type Chosen } from './mapping';

const SAMPLES = 3;

export function Mapping({ file, pending, start }: { file: KeptFile; pending: boolean; start: (mapping: string, columns: Record<string, string>) => void }) {
  const { t, lang, both } = useLang();
  const { preview } = file.kept;
  const label = useLabel();
  const [name, setName] = useState(preview.mappings[0]?.name ?? '');
  const ready = preview.mappings.find((one) => one.name === name);
  const guess = useMemo(() => guessed(preview.headings, ready?.columns ?? {}), [preview.headings, ready]);
  const [own, setOwn] = useState<Chosen>({});
  const chosen: Chosen = { ...guess, ...own };
  const known = Object.values(chosen).filter((key) => key !== null).length;
  const claims = twice(chosen);
  const isSound = claims.length === 0 && hasId(chosen);
  const listed = (texts: readonly string[]) => texts.join(lang === 'zh' ? '、' : ', ');
  return (
    <>
      <Section title={t('import.mapping')} extra={<span className="meta num">{t('import.file.rows', { name: file.name, n: exact(preview.rows_read), encoding: preview.encoding })}</span>}>
        <div className="mapping-by">
          <label>
            {t('import.mapping.by')}{' '}
            <Select aria-label={t('import.mapping.by')} value={name} popupMatchSelectWidth={false} options={preview.mappings.map((one) => ({ value: one.name, label: both(one.title) }))} onChange={(value) => { setName(value); setOwn({}); }} />
          </label>
          <p className="meta">{t('import.mapping.what', { title: ready ? both(ready.title) : name, n: known, all: preview.headings.length })}</p>
        </div>
        {claims.map(([key, headings]) => <Alert key={key} type="error" showIcon className="fault" title={t('import.mapping.twice', { field: label(key), columns: listed(headings) })} />)}
        {!hasId(chosen) && <Alert type="error" showIcon className="fault" title={t('import.mapping.noId')} />}
        <Scroll label={t('import.mapping')}>
          <table className="plain mapping">
            <thead><tr><th>{t('import.mapping.column')}</th><th>{t('import.mapping.samples')}</th><th>{t('import.mapping.field')}</th></tr></thead>
            <tbody>
              {preview.headings.map((heading, at) => (
                <tr key={heading} className={chosen[heading] == null ? 'mapping-out' : undefined}>
                  <td dir="auto">{heading}</td>
                  <td className="mapping-samples" dir="auto">{samples(preview.rows, at).map((text, i) => <span key={i}>{text}</span>)}</td>
                  <td><Field heading={heading} value={chosen[heading] ?? null} guess={guess[heading] ?? null} set={(key) => setOwn({ ...own, [heading]: key })} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Section>
      <div className="hand-in mapping-go">
        <Button type="primary" disabled={!isSound} loading={pending} onClick={() => start(name, changed(guess, chosen, t('import.mapping.none')))}>{t('import.start')}</Button>
        <span className="meta">{t('import.start.what')}</span>
      </div>
      <Section title={t('import.preview', { n: preview.rows.length })}>
        <Scroll label={t('import.preview', { n: preview.rows.length })}>
          <table className="plain preview">
            <thead><tr>{preview.headings.map((heading) => <th key={heading} dir="auto">{heading}</th>)}</tr></thead>
            <tbody>{preview.rows.map((row, i) => <tr key={i}>{row.map((cell, at) => <td key={at} dir="auto">{cell}</td>)}</tr>)}</tbody>
          </table>
        </Scroll>
      </Section>
    </>
  );
}

/** The first values of a column that say something, each once. */
function samples(rows: readonly (readonly string[])[], at: number): string[] {
  return [...new Set(rows.map((row) => row[at]?.trim() ?? '').filter((text) => text !== ''))].slice(0, SAMPLES);
}

/** Names a field, or one of the three that are none. */
function useLabel() {
  const { t, both } = useLang();
  const fields = useFields();
  return (key: string): string => {
    if (key === 'id') return t('import.mapping.id');
    if (key === 'period') return t('import.mapping.period');
    if (key === 'position') return t('import.mapping.position');
    const label = fields.get(key)?.label;
    return label ? both(label) : key;
  };
}

function Field({ heading, value, guess, set }: { heading: string; value: string | null; guess: string | null; set: (key: string | null) => void }) {
  const { t } = useLang();
  const fields = useFields();
  const label = useLabel();
  const keys = ['id', ...(guess !== null && FIXED.includes(guess) ? [guess] : []), ...fields.keys()];
  const unit = value === null ? undefined : fields.get(value)?.unit;
  const isChanged = value !== guess;
  return (
    <div className="mapping-field">
      <Select
        aria-label={t('import.mapping.fieldOf', { heading })} value={value ?? ''} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false}
        options={[{ value: '', label: t('import.mapping.skip') }, ...keys.map((key) => ({ value: key, label: label(key) }))]} onChange={(key) => set(key === '' ? null : key)}
      />
      {isChanged && <span className="meta">{t('import.mapping.changed')}{unit != null && ` · ${t('import.mapping.unit', { unit })}`}</span>}
    </div>
  );
}
