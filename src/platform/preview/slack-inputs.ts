import { z } from 'zod';
import { detectLanguage } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import { cardWords } from './words.ts';

/** Text that is shown as it is: no markup, three entities. */
export const Plain = z.object({ type: z.literal('plain_text'), text: z.string() });

const Option = z.object({ text: Plain, value: z.string() });
const options = { action_id: z.string(), options: z.array(Option) };
const one = { ...options, initial_option: Option.optional() };
const many = { ...options, initial_options: z.array(Option).optional() };

const Element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plain_text_input'),
    multiline: z.boolean().default(false),
    initial_value: z.string().default(''),
  }),
  z.object({ type: z.literal('static_select'), ...one }),
  z.object({ type: z.literal('radio_buttons'), ...one }),
  z.object({ type: z.literal('multi_static_select'), ...many }),
  z.object({ type: z.literal('checkboxes'), ...many }),
  z.object({
    type: z.literal('conversations_select'),
    initial_conversation: z.string().default(''),
  }),
  z.object({ type: z.literal('timepicker'), initial_time: z.string().default('') }),
]);
type Element = z.infer<typeof Element>;

/** A field of a modal. */
export const Input = z.object({
  type: z.literal('input'),
  label: Plain,
  element: Element,
  optional: z.boolean().optional(),
});

/** A field as Slack's modal shows it, to look at: nothing can be filled in. */
export function inputHtml({ label, element, optional }: z.infer<typeof Input>): Markup {
  const name = shown(label);
  const lang = detectLanguage(name);
  const marked =
    optional === true
      ? markup` <span class="slack-optional">${cardWords[lang].optional}</span>`
      : null;
  return markup`<div class="slack-input"><p class="slack-label" lang="${lang}">${name}${marked}</p>${elementHtml(element)}</div>`;
}

/** What a plain_text object shows: Slack decodes three entities in it and reads no markup. */
export function shown({ text }: z.infer<typeof Plain>): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function elementHtml(element: Element): Markup {
  switch (element.type) {
    case 'plain_text_input':
      return box(element.multiline ? 'tall' : '', element.initial_value);
    case 'static_select':
      return box('picker', element.initial_option ? shown(element.initial_option.text) : '');
    case 'multi_static_select':
      return box(
        'picker',
        (element.initial_options ?? []).map(({ text }) => shown(text)).join(', '),
      );
    case 'radio_buttons':
      return marks(
        element.options,
        element.initial_option ? [element.initial_option] : [],
        '◉',
        '○',
      );
    case 'checkboxes':
      return marks(element.options, element.initial_options ?? [], '☑', '☐');
    case 'conversations_select':
      return box('picker', element.initial_conversation && `# ${element.initial_conversation}`);
    case 'timepicker':
      return box('picker', element.initial_time);
    default:
      return element satisfies never;
  }
}

function box(kind: string, holds: string): Markup {
  return markup`<p class="slack-box ${kind}" lang="${detectLanguage(holds)}">${holds}</p>`;
}

function marks(
  all: readonly z.infer<typeof Option>[],
  chosen: readonly z.infer<typeof Option>[],
  on: string,
  off: string,
): Markup {
  const isChosen = (value: string) => chosen.some((each) => each.value === value);
  return markup`<ul class="slack-marks">${all.map(
    ({ text, value }) =>
      markup`<li lang="${detectLanguage(text.text)}"><span aria-hidden="true">${isChosen(value) ? on : off}</span> ${shown(text)}</li>`,
  )}</ul>`;
}
