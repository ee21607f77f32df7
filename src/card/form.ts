import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Form, Subject } from './card.ts';

/** The field of a question's form. */
export const questionField = 'text';

/** The form that an ask button opens; it carries the digest it asks about. */
export function askForm(subject: Subject, lang: LanguageCode): Form {
  const { formTitle, formLabel, formSubmit } = languageOf(lang).wording.button;
  return {
    action: 'ask',
    title: formTitle,
    submit: formSubmit,
    value: subject.digest,
    fields: [
      { kind: 'text', id: questionField, label: formLabel, value: '', long: true, optional: false },
    ],
  };
}
