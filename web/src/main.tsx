import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { DeskError, isWorthRetrying } from './lib/problem';
import { router } from './routes';
import { LangProvider } from './ui/lang';
import { ThemeProvider } from './ui/theme';
import './ui/desk.css';
import './ui/ledger.css';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && error instanceof DeskError && isWorthRetrying(error.problem),
      // What the browser thinks of its network says nothing about a desk on the intranet: ask, and tell what came of it.
      networkMode: 'always',
      staleTime: 5_000,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LangProvider>
        <ThemeProvider>
          <RouterProvider router={router} />
        </ThemeProvider>
      </LangProvider>
    </QueryClientProvider>
  </StrictMode>,
);
