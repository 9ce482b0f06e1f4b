/** A list on its way into the ledger: looked at, mapped, imported, and what became of every row. */

import { Button, Progress } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { useAsk } from '../../api/jobs';
import { keepList } from '../../api/ledger';
import type { Problem } from '../../lib/problem';
import { useLang } from '../../ui/lang';
import { Page } from '../../ui/page';
import { Fault, problemOf } from '../../ui/states';
import type { Remark } from './corrections';
import { remember } from './files';
import { Mapping } from './Mapping';
import { Outcome } from './Outcome';
import { RemarkLines } from './RemarkLines';

export type KeptFile = { name: string; kept: Schema['KeptList'] };

export function Component() {
  const { t } = useLang();
  const [search] = useSearchParams();
  const [file, setFile] = useState<KeptFile | null>(null);
  const job = search.get('job');
  if (job !== null) return <Outcome key={job} id={job} />;
  return (
    <Page title={t('import.title')} what={t('import.what')} extra={file && <Button onClick={() => setFile(null)}>{t('import.other')}</Button>}>
      {file === null ? <Choose done={setFile} /> : <Prepared file={file} />}
    </Page>
  );
}

function Choose({ done }: { done: (file: KeptFile) => void }) {
  const { t } = useLang();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function take(file: File | undefined) {
    if (file === undefined) return;
    setProblem(null);
    setShare(0);
    try {
      const kept = await keepList(file, file.name, setShare);
      remember(kept.sha256, file);
      done({ name: file.name, kept });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setShare(null);
      if (input.current) input.current.value = '';
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      {problem && <Fault problem={problem} />}
      <div className="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <input ref={input} type="file" accept=".csv,.txt,.tsv,.xlsx,.geojson,.json" className="visually-hidden" tabIndex={-1} aria-label={t('import.file')} onChange={(event) => void take(event.target.files?.[0])} />
        {share === null ? (
          <>
            <Button type="primary" size="large" onClick={() => input.current?.click()}>{t('import.file')}</Button>
            <p className="meta">{t('import.file.drop')}</p>
          </>
        ) : <Progress percent={Math.round(share * 100)} aria-label={t('import.sending', { n: Math.round(share * 100) })} />}
      </div>
    </>
  );
}

function Prepared({ file }: { file: KeptFile }) {
  const { t } = useLang();
  const go = useNavigate();
  const { ask, pending, problem } = useAsk();
  const { preview, sha256 } = file.kept;
  if (preview.remarks.length > 0) {
    return (
      <>
        <h2>{t('import.not')}</h2>
        <RemarkLines remarks={preview.remarks as Remark[]} />
      </>
    );
  }
  const start = async (name: string, columns: Record<string, string>) => {
    const job = await ask({ kind: 'import', list: sha256, name: file.name, mapping: { ready: { name, columns } } });
    if (job) void go(`/import?job=${encodeURIComponent(job.id)}`);
  };
  return (
    <>
      {problem && <Fault problem={problem} kept />}
      <Mapping file={file} pending={pending} start={(name, columns) => void start(name, columns)} />
    </>
  );
}
