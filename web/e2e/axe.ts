/** The rules of WCAG 2.2 AA that a program can check. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Found = { id: string; impact: string; help: string; nodes: { target: string[]; html: string; failureSummary: string }[] };

/** What is against the rules on the page as it is now. */
export async function axe(page: Page): Promise<Found[]> {
  // Evaluated by the debugger, which the page's policy does not stop.
  await page.evaluate(SOURCE);
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (of: Document, options: object) => Promise<{ violations: Found[] }> } }).axe;
    const { violations } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations;
  });
}

/** The findings as one text, to be read by a person. */
export function told(found: readonly Found[]): string {
  return found.map((one) => `${one.impact} ${one.id}: ${one.help}\n${one.nodes.slice(0, 4).map((node) => `    ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.failureSummary.split('\n')[1] ?? ''}`).join('\n')}`).join('\n');
}
