import { Alert, Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useLang } from '../ui/lang';

/** Keeps a fault of one page from taking the whole desk down. */
export class Fence extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

export function Failed() {
  const { t } = useLang();
  return (
    <Alert
      type="error"
      showIcon
      title={t('fault.page')}
      description={t('fault.page.what')}
      action={<Button size="small" onClick={() => location.reload()}>{t('say.retry')}</Button>}
    />
  );
}
