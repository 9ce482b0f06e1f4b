import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Reads again what is on the page whenever the journal grows. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stream = new EventSource('/api/v1/stream');
    let waits = false;
    stream.addEventListener('size', () => {
      // Many events in one second are one reading.
      if (waits) return;
      waits = true;
      setTimeout(() => {
        waits = false;
        void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'spaces' && query.queryKey[0] !== 'session' });
      }, 1000);
    });
    return () => stream.close();
  }, [client]);
}
