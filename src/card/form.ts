import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Form, Subject } from './card.ts';

/** The form that an ask button opens; it carries the digest it asks about. */
export function askForm(subject: Subject, lang: LanguageCode): Form {
  const { formTitle, formLabel, formSubmit } = languageOf(lang).wording.button;
  return {
    action: 'ask',
    title: formTitle,
    label: formLabel,
    submit: formSubmit,
    value: subject.digest,
  };
}
