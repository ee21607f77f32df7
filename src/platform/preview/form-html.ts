import type { Field, Form } from '../../card/card.ts';
import { detectLanguage } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import type { PreviewChannel } from './messages.ts';
import { cardWords } from './words.ts';

/** The longest text that one field of a form takes, in UTF-16 code units. */
export const fieldLimit = 8000;

/** The fields of a form as the page's dialog shows them, every text escaped; what each holds goes by its name. */
export function fieldsHtml({ fields }: Form, channels: readonly PreviewChannel[]): Markup {
  return markup`${fields.map((field) => fieldHtml(field, channels))}`;
}

function fieldHtml(field: Field, channels: readonly PreviewChannel[]): Markup {
  const lang = detectLanguage(field.label);
  const free = 'optional' in field && field.optional;
  const name = markup`${field.label}${free ? markup` <span class="optional">${cardWords[lang].optional}</span>` : null}`;
  const id = `field-${field.id}`;
  const data = markup` data-field="${field.id}"`;
  if (field.kind === 'choice' && field.many)
    return markup`<fieldset${data}><legend lang="${lang}">${name}</legend>${boxesHtml(field)}</fieldset>`;
  return markup`<p class="form-field"${data}><label for="${id}" lang="${lang}">${name}</label>${controlHtml(field, id, channels)}</p>`;
}

function controlHtml(field: Field, id: string, channels: readonly PreviewChannel[]): Markup {
  const named = markup` id="${id}" name="${field.id}"`;
  switch (field.kind) {
    case 'text':
      return textHtml(field, named);
    case 'choice':
      return markup`<select${named}${field.optional ? null : required}>${field.optional ? markup`<option value=""></option>` : null}${optionsHtml(field.options, field.chosen)}</select>`;
    case 'channel': {
      const options = channels.map((one) => ({ value: one.id, label: `#${one.name}` }));
      return markup`<select${named}${required}>${optionsHtml(options, [field.chosen])}</select>`;
    }
    case 'time':
      return markup`<input type="time"${named} value="${field.chosen}">`;
    default:
      return field satisfies never;
  }
}

const required = markup` required`;

function textHtml({ long, value, optional }: Extract<Field, { kind: 'text' }>, named: Markup) {
  const limits = markup` maxlength="${fieldLimit}"${optional ? null : required}`;
  // The parser takes away a line break that a textarea begins with.
  return long
    ? markup`<textarea${named} rows="3"${limits}>${'\n'}${value}</textarea>`
    : markup`<input type="text"${named}${limits} value="${value}">`;
}

type Options = Extract<Field, { kind: 'choice' }>['options'];

function optionsHtml(options: Options, chosen: readonly string[]): readonly Markup[] {
  return options.map(
    ({ value, label }) =>
      markup`<option value="${value}"${chosen.includes(value) ? markup` selected` : null} lang="${detectLanguage(label)}">${label}</option>`,
  );
}

function boxesHtml({ id, options, chosen }: Extract<Field, { kind: 'choice' }>) {
  return options.map(
    ({ value, label }) =>
      markup`<label lang="${detectLanguage(label)}"><input type="checkbox" name="${id}" value="${value}"${chosen.includes(value) ? markup` checked` : null}> ${label}</label>`,
  );
}
