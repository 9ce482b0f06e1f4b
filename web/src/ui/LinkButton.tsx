import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';

/** A link that looks like a button. */
export function LinkButton({ to, primary = false, block = false, children }: { to: string; primary?: boolean; block?: boolean; children: ReactNode }) {
  const follow = useLinkClickHandler(to);
  return (
    <Button href={useHref(to)} block={block} type={primary ? 'primary' : 'default'} onClick={(event) => follow(event as unknown as React.MouseEvent<HTMLAnchorElement>)}>
      {children}
    </Button>
  );
}
