/** Refused rows: grouped by what is wrong, mended in place, sent again as a file of their own. */

import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { saveFile, useAsk, type Job } from '../../api/jobs';
import { keepList } from '../../api/ledger';
import { exact } from '../../lib/number';
import type { Problem } from '../../lib/problem';
import { useLang } from '../../ui/lang';
import { Fault, problemOf } from '../../ui/states';
import { useSession } from '../session/session';
import { correctedFile, filtered, groups, headingOf, mendable, type Edits, type List, type Remark } from './corrections';
import { listOf, remember, takeUp } from './files';
import { RemarkLines } from './RemarkLines';
import { RemarkTable, type Editing } from './RemarkTable';

type ImportJob = Job & { work: Extract<Job['work'], { kind: 'import' }> };

export function Refused({ job, remarks, encoding }: { job: Job; remarks: Remark[]; encoding: string }) {
  const { t, code } = useLang();
  const { drafts } = useSession();
  const draft = `import.${job.id}`;
  const [edits, setEdits] = useState<Edits>(() => drafts.read<Edits>(draft) ?? {});
  const [isKept, setIsKept] = useState(true);
  const [group, setGroup] = useState<string>();
  const [words, setWords] = useState('');
  const [row, setRow] = useState<number | null>(null);
  const own = job as ImportJob;
  const file = useQuery({ queryKey: ['list', own.work.list], queryFn: () => listOf(own.work.list, own.work.name, encoding), staleTime: Infinity });
  const list = file.data ?? null;
  const all = useMemo(() => groups(remarks), [remarks]);
  const shown = useMemo(() => filtered(remarks, group, words), [remarks, group, words]);
  const keep = (next: Edits) => {
    setEdits(next);
    setIsKept(drafts.keep(draft, next));
  };
  const mend = (at: number, changes: Record<string, string>) => keep({ ...edits, [at]: { ...edits[at], ...changes } });
  const editing = list === null ? undefined : editor(list, edits, mend, setRow);
  const fill = (value: string) => {
    const next = { ...edits };
    for (const remark of mendable(shown, list)) {
      const heading = list && headingOf(remark, list.headings);
      if (heading != null && remark.row !== null) next[remark.row] = { ...next[remark.row], [heading]: value };
    }
    keep(next);
  };
  return (
    <>
      {file.isSuccess && list === null && <NeedFile hash={own.work.list} found={() => void file.refetch()} />}
      <div className="refused">
        <ul className="groups-list" aria-label={t('import.groups')}>
          <li><button type="button" aria-pressed={group === undefined} onClick={() => setGroup(undefined)}><span className="groups-name">{t('import.group.all')}</span><span className="num">{exact(remarks.length)}</span></button></li>
          {all.map(({ key, code: wrong, column, count }) => (
            <li key={key}>
              <button type="button" aria-pressed={group === key} onClick={() => setGroup(group === key ? undefined : key)}>
                <span className="groups-name">{code('code', wrong)}{column !== '' && <span className="meta"> {column}</span>}</span><span className="num">{exact(count)}</span>
                <span className="groups-bar" style={{ width: `${(count / remarks.length) * 100}%` }} />
              </button>
            </li>
          ))}
        </ul>
        <div className="refused-main">
          <div className="refused-tools">
            <Input.Search allowClear aria-label={t('import.find')} placeholder={t('import.find')} onSearch={setWords} />
            {group !== undefined && list !== null && <Fill count={shown.length} fill={fill} />}
            <Button onClick={() => void saveFile(job.id, 'refused.csv')}>{t('import.csv')}</Button>
          </div>
          <RemarkTable remarks={shown} label={t('import.refused')} {...(editing && { edit: editing })} />
          {list !== null && <Again job={own} list={list} edits={edits} rows={rowsOf(remarks)} isKept={isKept} undo={() => keep({})} />}
        </div>
      </div>
      {row !== null && list !== null && (
        <WholeRow row={row} list={list} edits={edits[row] ?? {}} remarks={remarks.filter((one) => one.row === row)} close={() => setRow(null)} mend={(changes) => mend(row, changes)} />
      )}
    </>
  );
}

function rowsOf(remarks: readonly Remark[]): number {
  return new Set(remarks.flatMap((one) => (one.row === null ? [] : [one.row]))).size;
}

function editor(list: List, edits: Edits, mend: (row: number, changes: Record<string, string>) => void, open: (row: number) => void): Editing {
  const cell = (remark: Remark) => {
    const heading = headingOf(remark, list.headings);
    if (remark.row === null || heading === undefined || !list.rows.has(remark.row)) return undefined;
    return { row: remark.row, heading, text: edits[remark.row]?.[heading] ?? list.rows.get(remark.row)?.[list.headings.indexOf(heading)] ?? '' };
  };
  return {
    valueOf: (remark) => cell(remark)?.text,
    isMended: (remark) => remark.row !== null && edits[remark.row] !== undefined,
    set: (remark, value) => {
      const found = cell(remark);
      if (found) mend(found.row, { [found.heading]: value });
    },
    open,
  };
}

/** One value for all that is shown: a thousand rows may have the same mistake. */
function Fill({ count, fill }: { count: number; fill: (value: string) => void }) {
  const { t } = useLang();
  const [value, setValue] = useState('');
  const label = t('import.fill', { n: exact(count) });
  return (
    <div className="refused-fill">
      <label className="meta" htmlFor="fill">{label}</label>
      <Input id="fill" size="small" value={value} onChange={(event) => setValue(event.target.value)} />
      <Button size="small" disabled={value.trim() === ''} onClick={() => fill(value)}>{t('import.fill.go')}</Button>
    </div>
  );
}

function NeedFile({ hash, found }: { hash: string; found: () => void }) {
  const { t } = useLang();
  const input = useRef<HTMLInputElement>(null);
  const [isOther, setIsOther] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const same = await takeUp(hash, file);
    setIsOther(!same);
    if (same) found();
  };
  return (
    <Alert
      type="info" showIcon className="fault" title={t('import.needFile')}
      description={(
        <div className="stack">
          <span>{t('import.needFile.what')}</span>
          <div>
            <input ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={t('import.file')} onChange={(event) => void take(event.target.files?.[0])} />
            <Button onClick={() => input.current?.click()}>{t('import.file')}</Button>
          </div>
          {isOther && <strong role="alert">{t('import.needFile.other')}</strong>}
        </div>
      )}
    />
  );
}

function Again({ job, list, edits, rows, isKept, undo }: { job: ImportJob; list: List; edits: Edits; rows: number; isKept: boolean; undo: () => void }) {
  const { t } = useLang();
  const go = useNavigate();
  const { ask, pending, problem } = useAsk();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<Problem | null>(null);
  const mended = Object.keys(edits).map(Number);
  const send = async () => {
    setSending(true);
    setFault(null);
    try {
      const { name, text } = correctedFile(list, mended, edits, job.work.name);
      const bytes = new Blob([text]);
      const kept = await keepList(bytes, name, () => undefined);
      remember(kept.sha256, bytes);
      const next = await ask({ ...job.work, list: kept.sha256, name });
      if (next) void go(`/import?job=${encodeURIComponent(next.id)}`);
    } catch (error) {
      setFault(problemOf(error));
    } finally {
      setSending(false);
    }
  };
  const wrong = fault ?? problem;
  return (
    <>
      <div className="hand-in">
        <Button type="primary" disabled={mended.length === 0} loading={pending || sending} onClick={() => void send()}>{t('import.again', { n: exact(mended.length) })}</Button>
        <span className="meta" role="status">{t('import.mended', { n: exact(mended.length), all: exact(rows) })} · {t(isKept ? 'say.draftKept' : 'say.draftNotKept')}</span>
        {mended.length > 0 && <Button type="link" size="small" onClick={undo}>{t('import.undo')}</Button>}
      </div>
      <p className="meta">{t('import.again.what')}</p>
      {wrong && <Fault problem={wrong} kept />}
    </>
  );
}

/** The whole of a row: some mistakes are seen only beside its other cells. */
function WholeRow({ row, list, edits, remarks, close, mend }: { row: number; list: List; edits: Record<string, string>; remarks: Remark[]; close: () => void; mend: (changes: Record<string, string>) => void }) {
  const { t } = useLang();
  const cells = list.rows.get(row) ?? [];
  return (
    <Drawer open title={t('import.whole', { row })} onClose={close} size={420}>
      <RemarkLines remarks={remarks} />
      <Form layout="vertical" component="div">
        {list.headings.map((heading, at) => {
          const was = cells[at] ?? '';
          const isWrong = remarks.some((one) => one.column === heading);
          return (
            <Form.Item key={heading} label={heading} htmlFor={`cell-${at}`} {...(isWrong && { validateStatus: 'warning' as const })} extra={edits[heading] !== undefined && edits[heading] !== was ? t('import.whole.was', { value: was === '' ? t('say.none') : was }) : undefined}>
              <Input id={`cell-${at}`} value={edits[heading] ?? was} dir="auto" onChange={(event) => mend({ [heading]: event.target.value })} />
            </Form.Item>
          );
        })}
      </Form>
    </Drawer>
  );
}
