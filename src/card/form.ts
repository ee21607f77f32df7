import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Digest } from '../digest/digest.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Form, Subject } from './card.ts';
import { headlineFigures } from './figure-groups.ts';
import { figureRow } from './figure-row.ts';

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

/** The fields of the form "wrong number?": which figure, and what is wrong. */
export const reportFields = { figure: 'figure', text: 'text' } as const;

/** What stands for none of the figures in the form's choice; there is a metric `other`. */
export const otherFigure = '-';

/** The most figures to choose from; a select menu takes 25 choices in every chat. */
const mostFigures = 24;

/** The form that "wrong number?" opens: which of the headline figures it is, or something else, and the person's words. */
export function reportForm(digest: Digest, lang: LanguageCode): Form {
  const { deeds, row } = languageOf(lang).wording;
  const figures = headlineFigures(digest)
    .slice(0, mostFigures)
    .map((figure) => {
      const { label, value } = figureRow(figure, digest, lang);
      return { value: figure.id, label: fillBlanks(row, { label, value }) };
    });
  const options = [...figures, { value: otherFigure, label: deeds.reportOther }];
  return {
    action: 'report',
    title: deeds.reportTitle,
    submit: deeds.reportSubmit,
    value: digest.id,
    fields: [
      {
        kind: 'choice',
        id: reportFields.figure,
        label: deeds.reportFigure,
        options,
        chosen: [],
        many: false,
        optional: false,
      },
      {
        kind: 'text',
        id: reportFields.text,
        label: deeds.reportText,
        value: '',
        long: true,
        optional: false,
      },
    ],
  };
}
