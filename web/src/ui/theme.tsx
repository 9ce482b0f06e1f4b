/** The look of design/web.md as Ant Design's tokens, light and dark. */

import { App, ConfigProvider, theme, type ThemeConfig } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useLang } from './lang';
import { remember, remembered } from './memory';

export type Mode = 'light' | 'dark';

/** Ink, paper, brick and verdigris; every text on its ground has a contrast of 4.5 or more. */
export const COLOURS = {
  light: {
    ink: '#1f2328', slate: '#57606a', paper: '#fbfaf7', sheet: '#ffffff', line: '#e4e1d9', quiet: '#f3f1eb',
    brick: '#a63d2f', verdigris: '#286f69', ochre: '#8f5a0f', rust: '#b42318', moss: '#456e34',
  },
  dark: {
    ink: '#e9e6df', slate: '#a7adb5', paper: '#16181b', sheet: '#1e2125', line: '#373b40', quiet: '#25292e',
    brick: '#bf5647', verdigris: '#74bfb7', ochre: '#dea94e', rust: '#f0857a', moss: '#9cc48a',
  },
} as const;

/** Grounds of tags and alerts. */
const SOFT = {
  light: { colorWarningBg: '#fbf3e4', colorSuccessBg: '#eef4ea', colorErrorBg: '#fdf0ee', colorInfoBg: '#eaf3f2' },
  dark: { colorWarningBg: '#352a16', colorSuccessBg: '#212c1e', colorErrorBg: '#391f1d', colorInfoBg: '#1b2d2b' },
} as const;

export const FONT = '-apple-system, "Segoe UI", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

function tokens(mode: Mode): ThemeConfig {
  const colour = COLOURS[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour.brick, ...(mode === 'dark' && { colorPrimaryHover: '#b04c3d', colorPrimaryActive: '#a04436' }), colorLink: colour.verdigris, colorInfo: colour.verdigris, colorSuccess: colour.moss,
      colorWarning: colour.ochre, colorError: colour.rust, colorText: colour.ink, colorTextSecondary: colour.slate,
      colorTextDescription: colour.slate, colorTextPlaceholder: colour.slate, colorTextTertiary: colour.slate,
      colorBgLayout: colour.paper, colorBgContainer: colour.sheet, colorBgElevated: colour.sheet,
      colorBorder: mode === 'light' ? '#8c8a83' : '#6d737b', colorBorderSecondary: colour.line, colorSplit: colour.line,
      ...SOFT[mode], colorFillAlter: colour.quiet, borderRadius: 3, fontSize: 14, fontFamily: FONT, motionDurationMid: '0.1s',
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      boxShadow: '0 2px 8px rgba(0,0,0,.12)', boxShadowSecondary: '0 4px 16px rgba(0,0,0,.16)',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', defaultHoverColor: colour.ink, defaultHoverBorderColor: colour.verdigris, defaultActiveColor: colour.ink },
      Table: { headerBg: colour.quiet, headerSplitColor: 'transparent', cellPaddingBlock: 9 },
      Tabs: { inkBarColor: colour.brick, itemSelectedColor: colour.ink },
    },
  };
}

const Context = createContext<{ mode: Mode; setMode: (mode: Mode) => void } | null>(null);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { lang } = useLang();
  const [chosen, setState] = useState<Mode>(startMode);
  // Paper is light.
  const mode: Mode = usePrints() ? 'light' : chosen;
  const config = useMemo(() => tokens(mode), [mode]);
  useEffect(() => {
    document.documentElement.dataset.mode = mode;
  }, [mode]);
  const value = useMemo(() => ({ mode, setMode: (next: Mode) => { remember('mode', next); setState(next); } }), [mode]);
  return (
    <Context value={value}>
      <ConfigProvider theme={config} locale={lang === 'zh' ? zh : en} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
        <App>{children}</App>
      </ConfigProvider>
    </Context>
  );
}

/** Whether the page is being printed. */
function usePrints(): boolean {
  const [prints, setPrints] = useState(false);
  useEffect(() => {
    const paper = matchMedia('print');
    // Before the browser lays the paper out.
    const tell = (is: boolean) => flushSync(() => setPrints(is));
    const change = () => tell(paper.matches);
    const [before, after] = [() => tell(true), () => tell(false)];
    paper.addEventListener('change', change);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      paper.removeEventListener('change', change);
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return prints;
}

function startMode(): Mode {
  const kept = remembered('mode');
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function useMode() {
  const value = use(Context);
  if (value === null) throw new Error('no ThemeProvider above');
  return value;
}
