/** What the role may do here, the stage's own work first. */

import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Word } from '../../../lib/words';
import { useLang } from '../../../ui/lang';
import { LinkButton } from '../../../ui/LinkButton';
import { ActForm } from './ActForm';
import { offered } from '.';
import { may, type Group, type Scene, type Spec } from './spec';

const LetterForm = lazy(() => import('./LetterForm'));
const ObjectionForm = lazy(() => import('./ObjectionForm'));

type Opened = Spec | 'letter' | 'notice' | 'objection' | null;

const GROUPS: readonly Group[] = ['now', 'file', 'money', 'more'];

/** On a phone the stage's own work is shown, the rest opens when it is wanted. */
const isWide = matchMedia('(min-width: 769px)').matches;

export function Acts({ scene }: { scene: Scene }) {
  const { t } = useLang();
  const [opened, setOpened] = useState<Opened>(null);
  const specs = offered(scene);
  const close = () => setOpened(null);
    const extra: [Exclude<Opened, Spec | null>, Group, Word, boolean][] = [
    ['notice', 'now', 'act.publish_notice', may(scene, 'publish_notice') && scene.stage?.notice === true && scene.whole.notice == null],
    ['letter', 'now', 'act.issue_letter', may(scene, 'issue_letter')],
    ['objection', 'more', 'act.raise_objection', may(scene, 'raise_objection') && scene.whole.notice != null],
  ];
  const handsIn = may(scene, 'submit');
  const shown = GROUPS.map((group) => ({
    group,
    specs: specs.filter((spec) => spec.group === group),
    extra: extra.filter(([, at, , offer]) => at === group && offer),
  })).filter((one) => one.specs.length + one.extra.length > 0 || (one.group === 'now' && handsIn));
  return (
    <section className="acts" aria-labelledby="acts-title">
      <h2 id="acts-title">{t('app.acts')}</h2>
      {shown.length === 0 && <p className="meta">{t('app.acts.none')}</p>}
      {shown.map(({ group, specs: own, extra: more }) => (
        <details className="acts-group" key={group} open={group === 'now' || isWide}>
          <summary className="meta">{t(`act.group.${group}`)}</summary>
          {group === 'now' && handsIn && <LinkButton primary block to="?tab=materials">{t('act.submit')}</LinkButton>}
          {own.map((spec) => (
            <Button key={spec.id} block type={group === 'now' && spec === own[0] ? 'primary' : 'default'} onClick={() => setOpened(spec)}>{t(spec.word)}</Button>
          ))}
          {more.map(([id, , word]) => <Button key={id} block onClick={() => setOpened(id)}>{t(word)}</Button>)}
        </details>
      ))}
      <Suspense>
        {opened === 'letter' && <LetterForm scene={scene} close={close} />}
        {opened === 'notice' && <LetterForm scene={scene} close={close} notice />}
        {opened === 'objection' && <ObjectionForm scene={scene} close={close} />}
        {opened !== null && typeof opened === 'object' && <ActForm key={opened.id} spec={opened} scene={scene} close={close} />}
      </Suspense>
    </section>
  );
}
