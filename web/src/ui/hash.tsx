/** A hash: short on the page, whole on hover and when copied. */

import { App } from 'antd';
import { useLang } from './lang';

export function Hash({ of }: { of: string }) {
  const { t } = useLang();
  const { message } = App.useApp();
  const copy = async () => {
    // Pages without TLS have no clipboard: the whole hash is shown, to be marked by hand.
    if (!window.isSecureContext) return void message.info(of, 10);
    await navigator.clipboard.writeText(of);
    void message.success(t('say.copied'));
  };
  return (
    <button type="button" className="hash" title={of} onClick={() => void copy()}>
      {of.slice(0, 12)}…
    </button>
  );
}
