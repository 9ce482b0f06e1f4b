/** Inputs of forms: each says what it takes, and what is wrong where it is. */

import { Form, Input } from 'antd';
import { ID_PATTERN, isOrgCode } from '../lib/ids';
import { exactMoney, parseYuan, shortMoney } from '../lib/money';
import type { Word } from '../lib/words';
import { DayInput } from './day';
import { useLang } from './lang';

type Path = string | (string | number)[];

type Named = { name: Path; word: Word; optional?: boolean; extra?: Word };

/** A check that says `word` where `fits` does not hold of what was typed. */
function useRule(optional: boolean | undefined, word: Word, fits: (text: string) => boolean) {
  const { t } = useLang();
  return {
    required: optional !== true,
    validator: (_: unknown, value: unknown) => {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text === '') return optional === true ? Promise.resolve() : Promise.reject(new Error(t('say.required')));
      return fits(text) ? Promise.resolve() : Promise.reject(new Error(t(word)));
    },
  };
}

function useLabel(word: Word, optional: boolean | undefined): string {
  const { t, aside } = useLang();
  return optional === true ? t(word) + aside(t('say.optional')) : t(word);
}

export function ProseItem({ name, word, optional, extra }: Named) {
  const { t } = useLang();
  const rule = useRule(optional, 'say.required', () => true);
  return (
    <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]} extra={extra && t(extra)}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={2000} showCount dir="auto" />
    </Form.Item>
  );
}

export function LineItem({ name, word, optional, extra }: Named) {
  const { t } = useLang();
  const rule = useRule(optional, 'say.required', () => true);
  return <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]} extra={extra && t(extra)}><Input maxLength={2000} dir="auto" /></Form.Item>;
}

export function IdItem({ name, word, optional, extra }: Named) {
  const { t } = useLang();
  const rule = useRule(optional, 'accounts.id.rule', (text) => ID_PATTERN.test(text));
  return <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]} extra={extra && t(extra)}><Input maxLength={64} autoCapitalize="off" spellCheck={false} /></Form.Item>;
}

export function OrgItem({ name, word, optional }: Named) {
  const rule = useRule(optional, 'accounts.code.wrong', isOrgCode);
  return <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]}><Input maxLength={18} spellCheck={false} autoCapitalize="characters" /></Form.Item>;
}

/** A sum in yuan, said again in 万元 below as it is typed. */
export function MoneyItem({ name, word, optional, path }: Named & { path?: (string | number)[] }) {
  const { lang } = useLang();
  const label = useLabel(word, optional);
  const rule = useRule(optional, 'field.amount.wrong', (text) => parseYuan(text) !== null);
  return (
    <Form.Item noStyle dependencies={[path ?? name]}>
      {({ getFieldValue }) => {
        const typed: unknown = getFieldValue(path ?? name);
        const fen = typeof typed === 'string' ? parseYuan(typed) : null;
        return (
          <Form.Item name={name} label={label} rules={[rule]} extra={fen === null ? undefined : `= ${shortMoney(fen, lang)} · ${exactMoney(fen, lang)}`}>
            <Input inputMode="decimal" autoComplete="off" className="num" />
          </Form.Item>
        );
      }}
    </Form.Item>
  );
}

export function DayItem({ name, word, optional }: Named) {
  const rule = useRule(optional, 'field.day.wrong', (text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
  return <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]}><DayInput /></Form.Item>;
}

/** A text that has to fit `fits`. */
export function CheckedItem({ name, word, optional, wrong, fits }: Named & { wrong: Word; fits: (text: string) => boolean }) {
  const rule = useRule(optional, wrong, fits);
  return <Form.Item name={name} label={useLabel(word, optional)} rules={[rule]}><Input inputMode="decimal" autoComplete="off" /></Form.Item>;
}
