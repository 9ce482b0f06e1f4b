/** The ledger of spaces: counts, one space, fields, lists on their way in. */

import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api, type Schema } from './client';
import type { SpaceFilter } from './queries';
import { sendBytes } from './upload';

export type Grouped = 'district' | 'street' | 'kind' | 'project_kind';

const MINUTE_MS = 60_000;

/** Spaces of a filter, counted by one of their properties. */
export const countQuery = (filter: SpaceFilter, by: Grouped) =>
  queryOptions({
    queryKey: ['spaces', 'count', filter, by],
    queryFn: () => answered(api.GET('/api/v1/spaces/count', { params: { query: { ...filter, by } } })),
    staleTime: MINUTE_MS,
  });

export const spaceQuery = (id: string) =>
  queryOptions({
    queryKey: ['spaces', 'one', id],
    queryFn: () => answered(api.GET('/api/v1/space', { params: { query: { id } } })),
  });

/** What people found of pairs of spaces, oldest first. */
export const findingsQuery = queryOptions({
  queryKey: ['merges'],
  queryFn: async () => (await answered(api.GET('/api/v1/merges'))).rows,
});

/** Keeps what a person found of two spaces. */
export const findMerge = (body: Schema['Found']) => answered(api.POST('/api/v1/merges', { body }));

export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: () => answered(api.GET('/api/v1/fields')),
  staleTime: Infinity,
});

export const schemesQuery = queryOptions({
  queryKey: ['schemes'],
  queryFn: () => answered(api.GET('/api/v1/schemes')),
  staleTime: Infinity,
});

/** Names of fields by their keys. */
export function useFields(): Map<string, Schema['FieldKnown']> {
  const { data } = useQuery(fieldsQuery);
  return new Map((data?.rows ?? []).map((field) => [field.key, field]));
}

/** Keeps a list for an import; tells `progress` the share that was sent, 0 to 1. */
export function keepList(bytes: Blob, name: string, progress: (share: number) => void): Promise<Schema['KeptList']> {
  return sendBytes<Schema['KeptList']>(`/api/v1/lists?name=${encodeURIComponent(name)}`, bytes, progress);
}

/** Rows of the ledger page by page, after the id `from` where it is given. */
export const rowsQuery = (filter: SpaceFilter, from: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['spaces', 'rows', filter, from],
    queryFn: ({ pageParam }) =>
      answered(api.GET('/api/v1/spaces', { params: { query: { ...filter, limit: 200, ...(pageParam !== undefined && { after: pageParam }) } } })),
    initialPageParam: from,
    getNextPageParam: (page) => page.next ?? undefined,
    structuralSharing: false,
  });
