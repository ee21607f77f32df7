import type { Field } from '../../src/card/card.ts';
import { questionField } from '../../src/card/form.ts';

/** A field to type a question into, with a label of the test's own. */
export function textField(label: string): Extract<Field, { kind: 'text' }> {
  return { kind: 'text', id: questionField, label, value: '', long: true, optional: false };
}
