/** Who is logged in, in which role. */

import { useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { Schema } from '../../api/client';
import type { Actor } from '../../api/command';
import { sessionQuery } from '../../api/queries';
import { drafts } from '../../lib/drafts';
import { remember, remembered } from '../../ui/memory';

type Session = {
  user: string;
  organisation: string | undefined;
  roles: Schema['HeldRole'][];
  /** The role in which the user acts now. */
  actor: Actor;
  act: (held: Schema['HeldRole']) => void;
  drafts: ReturnType<typeof drafts>;
};

const Context = createContext<Session | null>(null);

export function heldKey(held: Schema['HeldRole']): string {
  return `${held.role} ${held.on_behalf_of ?? ''}`;
}

export function SessionProvider({ me, children }: { me: Schema['Me']; children: ReactNode }) {
  const [chosen, setChosen] = useState(() => remembered(`role.${me.user}`));
  const session = useMemo<Session | null>(() => {
    const held = me.roles.find((one) => heldKey(one) === chosen) ?? me.roles[0];
    if (held === undefined) return null;
    return {
      user: me.user,
      organisation: me.organisation ?? undefined,
      roles: me.roles,
      actor: { role: held.role, ...(held.on_behalf_of != null && { on_behalf_of: held.on_behalf_of }) },
      act: (next) => {
        remember(`role.${me.user}`, heldKey(next));
        setChosen(heldKey(next));
      },
      drafts: drafts(localStorage, me.user),
    };
  }, [me, chosen]);
  return <Context value={session}>{children}</Context>;
}

export function useSession(): Session {
  const session = use(Context);
  if (session === null) throw new Error('nobody is logged in here');
  return session;
}

export function useMe() {
  return useQuery(sessionQuery);
}
