/** Where each role works: five groups see only their own. */

import type { Schema } from '../api/client';
import type { Word } from '../lib/words';

type Role = Schema['Role'];

export type Place = { to: string; word: Word };

const INBOX: Place = { to: '/', word: 'nav.inbox' };
const APPLICATIONS: Place = { to: '/applications', word: 'nav.applications' };
const SPACES: Place = { to: '/ledger', word: 'nav.spaces' };
const IMPORT: Place = { to: '/import', word: 'nav.import' };
const JOBS: Place = { to: '/jobs', word: 'nav.jobs' };
const MONEY: Place = { to: '/money', word: 'nav.money' };
const STEPS: Place = { to: '/steps', word: 'nav.steps' };
const NOTICES: Place = { to: '/notices', word: 'nav.notices' };
const JOURNAL: Place = { to: '/journal', word: 'nav.journal' };
const PRECHECK: Place = { to: '/precheck', word: 'nav.precheck' };
const CITY: Place = { to: '/city', word: 'nav.city' };
const CHOICE: Place = { to: '/choice', word: 'nav.choice' };
const REFORM: Place = { to: '/reform', word: 'nav.reform' };
const LAW: Place = { to: '/law', word: 'nav.law' };
const OFFICES: Place = { to: '/organisations', word: 'nav.organisations' };
const PROGRAMMES: Place = { to: '/programmes', word: 'nav.programmes' };
const ACCOUNTS: Place = { to: '/accounts', word: 'nav.accounts' };

export const PLACES: Record<Role, Place[]> = {
  applicant: [INBOX, PRECHECK, { to: '/applications', word: 'nav.myApplications' }, { to: '/apply', word: 'nav.apply' }, NOTICES],
  district_officer: [INBOX, APPLICATIONS, SPACES, IMPORT, JOBS, STEPS, NOTICES, OFFICES],
  municipal_officer: [INBOX, APPLICATIONS, SPACES, IMPORT, JOBS, MONEY, STEPS, CITY, CHOICE, REFORM, LAW, NOTICES, PROGRAMMES, OFFICES],
  department: [INBOX, APPLICATIONS, NOTICES, OFFICES],
  expert: [INBOX, APPLICATIONS, OFFICES],
  finance: [INBOX, APPLICATIONS, MONEY, STEPS, SPACES, PROGRAMMES, OFFICES],
  verifier: [INBOX, APPLICATIONS, OFFICES],
  bank: [INBOX, APPLICATIONS, STEPS, OFFICES],
  auditor: [INBOX, APPLICATIONS, MONEY, STEPS, JOURNAL, LAW, SPACES, PROGRAMMES, OFFICES],
  analyst: [CITY, REFORM, CHOICE, APPLICATIONS, MONEY, SPACES, LAW, JOBS],
  administrator: [ACCOUNTS, SPACES, IMPORT, JOBS],
};

/** Those who may search the ledger. */
export const SEARCHES: readonly Role[] = ['district_officer', 'municipal_officer', 'finance', 'auditor', 'analyst', 'administrator'];

export const GROUP: Record<Role, Word> = {
  applicant: 'group.applicant',
  district_officer: 'group.district',
  municipal_officer: 'group.municipal',
  department: 'group.municipal',
  finance: 'group.municipal',
  expert: 'group.checking',
  verifier: 'group.checking',
  bank: 'group.checking',
  auditor: 'group.checking',
  analyst: 'group.analysis',
  administrator: 'group.administration',
};
