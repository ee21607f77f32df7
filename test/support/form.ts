import type { Field, Form } from '../../src/card/card.ts';
import { questionField } from '../../src/card/form.ts';

/** A field to type a question into, with a label of the test's own. */
export function textField(label: string): Extract<Field, { kind: 'text' }> {
  return { kind: 'text', id: questionField, label, value: '', long: true, optional: false };
}

const languages = [
  { value: 'ja', label: '日本語' },
  { value: 'en', label: 'English' },
];
const companies = [
  { value: 'meta', label: 'メタ' },
  { value: 'tesla', label: 'テスラ' },
];
/** A form with a field of every kind. */
export const everyField: Form = {
  action: 'subscribe',
  title: '購読',
  submit: '購読する',
  value: 's1',
  fields: [
    { kind: 'channel', id: 'where', label: 'チャンネル', chosen: 'C1' },
    choice('companies', '会社', companies, ['meta'], { many: true }),
    choice('language', '言語', languages, ['ja'], {}),
    choice('second', '別の言語', languages, ['en'], { optional: true }),
    { kind: 'time', id: 'at', label: '時刻', chosen: '08:30' },
    { kind: 'text', id: 'name', label: '名前', value: '', long: false, optional: false },
    { kind: 'text', id: 'note', label: 'メモ', value: 'a <b>', long: true, optional: true },
  ],
};

type Choice = Extract<Field, { kind: 'choice' }>;

function choice(
  id: string,
  label: string,
  options: Choice['options'],
  chosen: readonly string[],
  more: Partial<Choice>,
): Choice {
  return { kind: 'choice', id, label, options, chosen, many: false, optional: false, ...more };
}
