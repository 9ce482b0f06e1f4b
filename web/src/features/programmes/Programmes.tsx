/** What the programme runs by: its law, its order of stages, its lines, and the sheets that experts score by. */

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { schemesQuery } from '../../api/ledger';
import { programmesQuery, sheetsQuery } from '../../api/queries';
import { mayOnDesk, type DeskRight } from '../../api/rights';
import { useWorkflows } from '../../api/workflows';
import { useLang } from '../../ui/lang';
import { Facts, Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useSession } from '../session/session';
import { AdoptForm, ProgrammeForm } from './ProgrammeForms';
import { SheetForm } from './SheetForm';

type Opened = { form: 'open_programme' } | { form: 'adopt_workflow'; programme: string } | { form: 'publish_sheet'; sheet?: string } | null;

export function Component() {
  const { t } = useLang();
  const { actor } = useSession();
  const programmes = useQuery(programmesQuery);
  const [opened, setOpened] = useState<Opened>(null);
  const may = (right: DeskRight) => mayOnDesk(actor, right);
  return (
    <Page title={t('nav.programmes')} what={t('programmes.what')}
      extra={may('open_programme') && <Button type="primary" onClick={() => setOpened({ form: 'open_programme' })}>{t('programmes.open_programme')}</Button>}>
      <Loaded query={programmes}>
        {({ rows }) => (rows.length === 0 ? <Empty title={t('programmes.none')} what={t('programmes.none.what')} /> : (
          <>{rows.map((one) => (
            <Section key={one.programme} title={one.programme}
              extra={may('adopt_workflow') && <Button size="small" aria-label={`${t('programmes.adopt_workflow')} ${one.programme}`} onClick={() => setOpened({ form: 'adopt_workflow', programme: one.programme })}>{t('programmes.adopt_workflow')}</Button>}>
              <Programme of={one} />
            </Section>
          ))}</>
        ))}
      </Loaded>
      <Sheets {...(may('publish_sheet') && { publish: (sheet?: string) => setOpened({ form: 'publish_sheet', ...(sheet !== undefined && { sheet }) }) })} />
      <Drawer open={opened !== null} title={opened && t(`programmes.${opened.form}`)} onClose={() => setOpened(null)} size={480} destroyOnHidden>
        {opened?.form === 'open_programme' && <ProgrammeForm />}
        {opened?.form === 'adopt_workflow' && <AdoptForm programme={opened.programme} />}
        {opened?.form === 'publish_sheet' && <SheetForm sheet={opened.sheet} />}
      </Drawer>
    </Page>
  );
}

function Programme({ of }: { of: Schema['ProgrammeWire'] }) {
  const { t, lang, both, code } = useLang();
  const scheme = useQuery(schemesQuery).data?.rows.find((one) => one.id === of.scheme);
  const flow = useWorkflows().find((one) => one.id === of.workflow);
  const list = (prefix: string, codes: readonly string[]) => codes.map((one) => code(prefix, one)).join(lang === 'zh' ? '、' : ', ');
  const years = [...new Set(of.lines.map((line) => line.year))].sort();
  return (
    <Facts of={[
      [t('programmes.scheme'), scheme ? both(scheme.name) : of.scheme],
      [t('programmes.workflow'), <>{flow ? both(flow.name) : of.workflow}{flow && <div className="meta">{t('programmes.stages', { n: flow.stages.length })} · {t('from.mark')} {flow.mark}: {both(flow.note)}</div>}</>],
      [t('programmes.districts'), list('district', of.districts)],
      [t('programmes.kinds'), list('project', of.project_kinds)],
      [t('programmes.lines'), of.lines.length === 0 ? <>{t('say.none')} · {t('board.empty.what')}</> : <Link to="/money">{t('programmes.lines.count', { n: of.lines.length })} · {years.join(', ')}</Link>],
    ]} />
  );
}

type Sheet = { sheet: string; versions: Schema['Criterion'][][]; asked: boolean };

/** Sheets that were published, and those that a workflow asks for and nobody published yet. */
function Sheets({ publish }: { publish?: (sheet?: string) => void }) {
  const { t, lang } = useLang();
  const query = useQuery(sheetsQuery);
  const asked = new Set(useWorkflows().flatMap((flow) => flow.stages.flatMap((stage) => (stage.score ? [stage.score.sheet] : []))));
  const columns: TableColumnsType<Sheet> = [
    { title: t('programmes.sheet'), key: 'sheet', width: 180, render: (_, row) => <>{row.sheet}{row.asked && <div className="meta">{t('programmes.sheet.asked')}</div>}</> },
    { title: t('programmes.sheet.version'), key: 'version', width: 110, render: (_, row) => (row.versions.length === 0 ? <span className="due-over">{t('programmes.sheet.none')}</span> : row.versions.length) },
    {
      title: t('programmes.criteria'), key: 'criteria',
      render: (_, row) => row.versions.at(-1)?.map((one) => `${one.name} ${one.points_max}`).join(lang === 'zh' ? '、' : ', ') ?? '—',
    },
    { title: <span className="visually-hidden">{t('app.acts')}</span>, key: 'acts', width: 170, render: (_, row) => publish && <Button size="small" aria-label={`${t('programmes.sheet.next')} ${row.sheet}`} onClick={() => publish(row.sheet)}>{t('programmes.sheet.next')}</Button> },
  ];
  return (
    <Section title={t('programmes.sheets')} extra={publish && <Button size="small" onClick={() => publish()}>{t('programmes.publish_sheet')}</Button>}>
      <Loaded query={query}>
        {({ rows }) => {
          const known: Sheet[] = rows.map((row) => ({ ...row, asked: asked.has(row.sheet) }));
          const missing: Sheet[] = [...asked].filter((sheet) => !rows.some((row) => row.sheet === sheet)).map((sheet) => ({ sheet, versions: [], asked: true }));
          const all = [...known, ...missing];
          return all.length === 0 ? <Empty title={t('programmes.sheet.none')} what={t('programmes.sheets.what')} />
            : <Table rowKey="sheet" columns={publish ? columns : columns.slice(0, 3)} dataSource={all} pagination={false} size="small" scroll={{ x: 640 }} />;
        }}
      </Loaded>
    </Section>
  );
}
