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
const one = { kind: 'choice', many: false, options: languages } as const;

/** A form with a field of every kind. */
export const everyField: Form = {
  action: 'subscribe',
  title: '購読',
  submit: '購読する',
  value: 's1',
  fields: [
    { kind: 'channel', id: 'where', label: 'チャンネル', chosen: 'C1' },
    {
      ...one,
      ...{ id: 'companies', label: '会社', options: companies },
      ...{ many: true, chosen: ['meta'], optional: false },
    },
    { ...one, id: 'language', label: '言語', chosen: ['ja'], optional: false },
    { ...one, id: 'second', label: '別の言語', chosen: ['en'], optional: true },
    { kind: 'time', id: 'at', label: '時刻', chosen: '08:30' },
    { kind: 'text', id: 'name', label: '名前', value: '', long: false, optional: false },
    { kind: 'text', id: 'note', label: 'メモ', value: 'a <b>', long: true, optional: true },
  ],
};
