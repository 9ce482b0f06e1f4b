/** Addresses and their pages; each page is fetched when it is first opened. */

import { createBrowserRouter } from 'react-router';
import { Failed } from './shell/Fence';
import { Gate } from './shell/Gate';
import { Nothing } from './shell/Nothing';

export const router = createBrowserRouter([
  { path: '/notices', lazy: () => import('./features/notices/Notices'), ErrorBoundary: Failed },
  {
    path: '/',
    Component: Gate,
    ErrorBoundary: Failed,
    children: [
      { index: true, lazy: () => import('./features/inbox/Inbox') },
      { path: 'applications', lazy: () => import('./features/applications/Applications') },
      { path: 'applications/:id', lazy: () => import('./features/application/Application') },
      { path: 'apply', lazy: () => import('./features/apply/Apply') },
      { path: 'precheck', lazy: () => import('./features/precheck/Precheck') },
      { path: 'city', lazy: () => import('./features/city/City') },
      { path: 'choice', lazy: () => import('./features/choice/Choice') },
      { path: 'reform', lazy: () => import('./features/reform/Reform') },
      { path: 'law', lazy: () => import('./features/law/Law') },
      { path: 'ledger', lazy: () => import('./features/ledger/Ledger') },
      { path: 'space', lazy: () => import('./features/ledger/SpacePage') },
      { path: 'potential/:job', lazy: () => import('./features/potential/Potential') },
      { path: 'import', lazy: () => import('./features/import/Import') },
      { path: 'jobs', lazy: () => import('./features/jobs/Jobs') },
      { path: 'money', lazy: () => import('./features/money/Board') },
      { path: 'steps', lazy: () => import('./features/money/Steps') },
      { path: 'journal', lazy: () => import('./features/journal/Journal') },
      { path: 'accounts', lazy: () => import('./features/accounts/Accounts') },
      { path: 'organisations', lazy: () => import('./features/organisations/Organisations') },
      { path: 'programmes', lazy: () => import('./features/programmes/Programmes') },
      { path: 'search', lazy: () => import('./features/search/Search') },
      { path: 'password', lazy: () => import('./features/session/Password') },
      { path: '*', Component: Nothing },
    ],
  },
]);
