/** What pages read, each under a key of its own. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { DeskError } from '../lib/problem';
import { answered, api } from './client';
import type { paths } from './schema';
import { readFlow } from './flow';

type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;

export type ApplicationFilter = Omit<Query<'/api/v1/applications'>, 'after' | 'limit'>;
export type SpaceFilter = Omit<Query<'/api/v1/spaces'>, 'after' | 'limit' | 'by'>;

/** Who is logged in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await answered(api.GET('/api/v1/session'));
    } catch (error) {
      if (error instanceof DeskError && error.problem.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: () => answered(api.GET('/api/v1/inbox')),
});

export const programmesQuery = queryOptions({
  queryKey: ['programmes'],
  queryFn: () => answered(api.GET('/api/v1/programmes')),
  staleTime: 60_000,
});

export const workflowsQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: async () => (await answered(api.GET('/api/v1/workflows'))).rows.map(readFlow),
  staleTime: Infinity,
});

export const sheetsQuery = queryOptions({
  queryKey: ['sheets'],
  queryFn: () => answered(api.GET('/api/v1/sheets')),
  staleTime: 60_000,
});

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async () => {
    const { rows } = await answered(api.GET('/api/v1/organisations'));
    return new Map(rows.map((one) => [one.code, one.name]));
  },
  staleTime: 60_000,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => answered(api.GET('/api/v1/users')),
});

export const boardQuery = queryOptions({
  queryKey: ['board'],
  queryFn: () => answered(api.GET('/api/v1/board')),
});

export const stepsQuery = (open?: boolean) =>
  queryOptions({
    queryKey: ['steps', open],
    queryFn: () => answered(api.GET('/api/v1/steps', { params: { query: open === undefined ? {} : { open } } })),
  });

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: () => answered(api.GET('/api/v1/notices')),
});

export const applicationQuery = (application: string) =>
  queryOptions({
    queryKey: ['application', application],
    queryFn: () => answered(api.GET('/api/v1/applications/{application}', { params: { path: { application } } })),
  });

export const eventsQuery = (application: string) =>
  queryOptions({
    queryKey: ['events', application],
    queryFn: () => answered(api.GET('/api/v1/applications/{application}/events', { params: { path: { application } } })),
  });

const PAGE = 100;
const first = undefined as string | undefined;

export const applicationsQuery = (filter: ApplicationFilter) =>
  infiniteQueryOptions({
    queryKey: ['applications', filter],
    queryFn: ({ pageParam }) =>
      answered(api.GET('/api/v1/applications', { params: { query: { ...filter, limit: PAGE, ...(pageParam && { after: pageParam }) } } })),
    initialPageParam: first,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['search', q],
    queryFn: ({ pageParam }) =>
      answered(api.GET('/api/v1/search', { params: { query: { q, limit: 50, ...(pageParam && { after: pageParam }) } } })),
    initialPageParam: first,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: q !== '',
  });

export const journalQuery = (from: number, limit: number) =>
  queryOptions({
    queryKey: ['journal', from, limit],
    queryFn: () => answered(api.GET('/api/v1/journal', { params: { query: { from, limit } } })),
  });
