import { Button } from 'antd';
import { useLang } from '../ui/lang';
import { useMode } from '../ui/theme';

/** Language, and light or dark. */
export function Choices() {
  const { t, lang, setLang } = useLang();
  const { mode, setMode } = useMode();
  return (
    <div className="choices">
      <Button type="text" size="small" lang={lang === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
        {t('app.language')}
      </Button>
      <Button type="text" size="small" title={t('app.mode.label')} onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}>
        {t(mode === 'dark' ? 'app.mode.light' : 'app.mode.dark')}
      </Button>
    </div>
  );
}
