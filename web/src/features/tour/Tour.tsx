/** A short tour over the pages of a role, by pointer or keyboard. It comes back to where it began. */

import { Tour as AntTour } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useLang } from '../../ui/lang';
import { useSession } from '../session/session';
import { stepsOf, textOf, titleOf, type Step } from './steps';

const WAIT_MS = 4_000;
/** How long a page that has loaded may still take to show a part of it. */
const REST_MS = 1_000;
const LOOK_MS = 80;
const LIST = '/applications';
const FIRST = 'main a[href^="/applications/"]';

function seen(selectors: readonly string[]): HTMLElement | null {
  for (const selector of selectors) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null && found.getClientRects().length > 0) return found;
  }
  return null;
}

/** What `selectors` find once the page has it: the first of them, or another where the first does not come. */
async function awaited(selectors: readonly string[]): Promise<HTMLElement | null> {
  // The page that is left may have such a part as well, until the next one is there.
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const until = Date.now() + WAIT_MS;
  let rests = 0;
  for (;;) {
    const isLoading = document.querySelector('main .loading') !== null || document.querySelector('main h1') === null;
    const found = seen(selectors.slice(0, 1));
    if (found !== null && !isLoading) return found;
    rests = isLoading ? 0 : rests + LOOK_MS;
    if (rests > REST_MS || Date.now() > until) return seen(selectors);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

type Shown = { at: number; target: HTMLElement | null };

export default function Tour({ over }: { over: () => void }) {
  const { t } = useLang();
  const { actor } = useSession();
  const go = useNavigate();
  const { pathname, search } = useLocation();
  const [steps] = useState(() => stepsOf(actor.role));
  const [begun] = useState(pathname + search);
  const [shown, setShown] = useState<Shown | null>(null);
  // Of two moves the later one counts.
  const move = useRef(0);

  async function show(at: number) {
    const step = steps[at];
    if (step === undefined) return;
    const own = ++move.current;
    await open(step, go);
    const target = await awaited(step.at);
    if (own === move.current) setShown({ at, target });
  }

  useEffect(() => {
    void show(0);
    return () => { move.current = -1; };
    // Once, when the tour opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => (shown === null ? undefined : holdFocus(t('tour.offer.label'))), [shown, t]);

  const end = () => {
    over();
    if (begun !== location.pathname + location.search) void go(begun);
  };

  return (
    <AntTour
      open={shown !== null} current={shown?.at ?? 0} onChange={(at) => void show(at)} onClose={end} zIndex={1500}
      scrollIntoViewOptions={{ block: 'nearest' }} disabledInteraction rootClassName="tour"
      indicatorsRender={(at, all) => <span className="meta">{t('tour.at', { n: at + 1, all })}</span>}
      steps={steps.map((step) => ({ title: t(titleOf(step)), description: t(textOf(step)), target: shown?.target ?? null }))}
    />
  );
}

/** Goes to the page of a step. */
async function open(step: Step, go: ReturnType<typeof useNavigate>): Promise<void> {
  if (step.to !== undefined && location.pathname !== step.to) await go(step.to);
  if (step.follow !== true || location.pathname.startsWith(`${LIST}/`)) return;
  if (location.pathname !== LIST) await go(LIST);
  const link = await awaited([FIRST]);
  const to = link?.getAttribute('href');
  if (to != null) await go(to);
}

/** The keyboard stays in the panel, which says what it is. */
function holdFocus(label: string): () => void {
  const panel = () => document.querySelector<HTMLElement>('.ant-tour:not(.ant-tour-hidden)');
  const timer = setTimeout(() => {
    const box = panel();
    box?.setAttribute('role', 'dialog');
    box?.setAttribute('aria-modal', 'true');
    box?.setAttribute('aria-label', label);
    box?.querySelector<HTMLElement>('.ant-tour-next-btn')?.focus({ preventScroll: true });
  }, LOOK_MS);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    const buttons = [...(panel()?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons.at((at + (event.shiftKey ? -1 : 1)) % buttons.length);
    event.preventDefault();
    next?.focus();
  };
  document.addEventListener('keydown', onKey, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey, true);
  };
}
