import { expect, test } from 'vitest';
import { PLACES } from '../../shell/nav';
import { stepsOf } from './steps';

const ROLES = Object.keys(PLACES) as (keyof typeof PLACES)[];

test('a tour has four to seven steps, all on pages of the role, and ends where it can be begun again', () => {
  for (const role of ROLES.filter((one) => one !== 'administrator')) {
    const steps = stepsOf(role);
    expect(steps.length, role).toBeGreaterThanOrEqual(4);
    expect(steps.length, role).toBeLessThanOrEqual(7);
    expect(steps.at(-1)?.name).toBe('end');
    const places = PLACES[role].map(({ to }) => to);
    for (const { to } of steps) if (to !== undefined) expect(places).toContain(to);
  }
  expect(stepsOf('administrator')).toEqual([]);
});

test('what is opened is opened from a list', () => {
  for (const role of ROLES) {
    const steps = stepsOf(role);
    if (steps.some((step) => step.follow)) expect(PLACES[role].map(({ to }) => to)).toContain('/applications');
  }
});
