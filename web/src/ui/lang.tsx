/** The language of the pages, and what is said in it. */

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { startLang, type Both, type Lang } from '../lib/lang';
import { say, sayCode, type Values, type Word } from '../lib/words';
import { remembered, remember } from './memory';

type Speech = {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: (word: Word, values?: Values) => string;
  /** The word of a code that data may hold, or the code itself. */
  code: (prefix: string, code: string) => string;
  both: (text: Both) => string;
  /** A text behind another, in the brackets of the language. */
  aside: (text: string) => string;
};

const Context = createContext<Speech | null>(null);

export function LangProvider({ children }: { children: ReactNode }) {
  const [lang, setState] = useState<Lang>(() => {
    const start = startLang(remembered('lang'), navigator.languages);
    document.documentElement.lang = start === 'zh' ? 'zh-CN' : 'en';
    return start;
  });
  const speech = useMemo<Speech>(
    () => ({
      lang,
      setLang: (next) => {
        remember('lang', next);
        document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
        setState(next);
      },
      t: (word, values) => say(lang, word, values),
      code: (prefix, code) => sayCode(lang, prefix, code),
      both: (text) => text[lang],
      aside: (text) => (lang === 'zh' ? `（${text}）` : ` (${text})`),
    }),
    [lang],
  );
  return <Context value={speech}>{children}</Context>;
}

export function useLang(): Speech {
  const speech = use(Context);
  if (speech === null) throw new Error('no LangProvider above');
  return speech;
}
