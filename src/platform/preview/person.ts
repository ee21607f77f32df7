import { z } from 'zod';
import type { Button, Card, Form, Subject } from '../../card/card.ts';
import type { LanguageCode } from '../../language/index.ts';
import type { Handlers, Place, Reply, Speaker } from '../platform.ts';
import { type Board, refOf } from './board.ts';
import { fieldLimit, fieldsHtml } from './form-html.ts';
import type { PreviewMessage } from './messages.ts';

/** The longest text a person may send, in UTF-16 code units. */
export const textLimit = 2000;

const text = z.string().trim().min(1).max(textLimit);
const id = z.string().min(1).max(200);

/** What the composer sends. */
export const Said = z.object({ text, thread: id.nullable() });
export type Said = z.infer<typeof Said>;

/** What a pressed button sends. */
export const Pressed = z.object({ message: id, action: id, value: z.string().max(2000) });
export type Pressed = z.infer<typeof Pressed>;

/** What a filled form sends: the message it was opened from, and the form's own value. */
export const Asked = z.object({ message: id, value: z.string().max(2000), text });
export type Asked = z.infer<typeof Asked>;

/** What any other filled form sends: what each field holds, by the field's id. */
export const Submitted = z.object({
  message: id,
  action: z.enum(['report', 'subscribe', 'ingest']),
  value: z.string().max(2000),
  filled: z.record(id, z.array(z.string().max(fieldLimit)).max(200)),
});
export type Submitted = z.infer<typeof Submitted>;

/** What became of it: shown (the message that answers), a form to open, silence, or nothing to act on. */
export type Outcome =
  | { readonly state: 'answered'; readonly message: string; readonly thread: string | null }
  | {
      readonly state: 'form';
      /** `fields` is HTML. */
      readonly form: Pick<Form, 'action' | 'title' | 'submit' | 'value'> & {
        readonly fields: string;
      };
    }
  | { readonly state: 'silent' }
  | { readonly state: 'gone' };

/** The person at the page, and where and in which language they are. */
export interface Person {
  readonly channel: string;
  readonly language: LanguageCode;
}

export interface Parts {
  readonly board: Board;
  /** IANA: where nothing else is said. */
  readonly zone: string;
  readonly handlers: Handlers;
}

/** A text from a composer: a command when it begins with a slash, else a question; shown, then answered. */
export async function say(parts: Parts, person: Person, said: Said): Promise<Outcome> {
  if (said.thread !== null && !(await rootOf(parts, person, said.thread))) return { state: 'gone' };
  const speaker = speakerAt(parts, person, said.thread);
  const command = commandIn(said.text);
  await show(parts, speaker, said.text, command ? 'private' : 'channel');
  const reply = command
    ? await parts.handlers.command(speaker, command.name, command.text)
    : await parts.handlers.question(speaker, said.text, null);
  return answer(parts, speaker.place, reply);
}

/** A pressed button: its reply stands where the message stands; a form goes back to the page. */
export async function press(parts: Parts, person: Person, pressed: Pressed): Promise<Outcome> {
  const message = await parts.board.message(person.channel, pressed.message);
  const button = message?.card
    ? buttonsOf(message.card).find(
        ({ action, value }) => action === pressed.action && value === pressed.value,
      )
    : undefined;
  if (!message || !button) return { state: 'gone' };
  const speaker = speakerAt(parts, person, message.thread);
  const reply = await parts.handlers.press(speaker, button.action, button.value);
  if (!('form' in reply)) return answer(parts, speaker.place, reply);
  const { action, title, submit: send, value } = reply.form;
  const fields = fieldsHtml(reply.form, parts.board.channels).toString();
  return { state: 'form', form: { action, title, submit: send, value, fields } };
}

/** A filled form: a question in the thread of the card it was opened from; beside a private card it stays private. */
export async function ask(parts: Parts, person: Person, asked: Asked): Promise<Outcome> {
  const message = await parts.board.message(person.channel, asked.message);
  if (!message?.card) return { state: 'gone' };
  const open = message.visibility === 'channel';
  const speaker = speakerAt(parts, person, message.thread ?? (open ? message.id : null));
  await show(parts, speaker, asked.text, message.visibility);
  const reply = await parts.handlers.question(speaker, asked.text, subjectOf(message, asked.value));
  return answer(parts, speaker.place, reply);
}

/** Any other filled form: its reply stands where the card stands that it was opened from. */
export async function submit(parts: Parts, person: Person, sent: Submitted): Promise<Outcome> {
  const message = await parts.board.message(person.channel, sent.message);
  if (!message?.card) return { state: 'gone' };
  const speaker = speakerAt(parts, person, message.thread);
  const reply = await parts.handlers.submit(speaker, sent.action, sent.value, sent.filled);
  return answer(parts, speaker.place, reply);
}

/** The buttons of a card, those among its blocks too. */
function buttonsOf({ blocks, buttons }: Card): readonly Button[] {
  return [
    ...buttons,
    ...blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : [])),
  ];
}

/** `/meta q2` as name and rest; the full-width letters of a Japanese keyboard count as plain ones. */
export function commandIn(typed: string): { readonly name: string; readonly text: string } | null {
  const plain = typed.normalize('NFKC').trim();
  const [, name, rest] = /^\/(\S*)\s*(.*)$/su.exec(plain) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), text: rest ?? '' };
}

/** The message a thread stands under: one that everyone sees, in the channel itself. */
async function rootOf(
  { board }: Parts,
  person: Person,
  root: string,
): Promise<PreviewMessage | null> {
  const message = await board.message(person.channel, root);
  return message?.thread === null && message.visibility === 'channel' ? message : null;
}

function speakerAt(
  { board, zone }: Parts,
  { channel, language }: Person,
  thread: string | null,
): Speaker {
  const nameOf = (of: string) => board.channels.find((one) => one.id === of)?.name ?? null;
  const name = nameOf(channel);
  return {
    place: { platform: 'preview', channel, thread },
    person: 'you',
    language,
    addressed: true,
    toOthers: false,
    // Whoever opens the page runs kawaraban.
    home: () => Promise.resolve({ manages: true, name, language, zone }),
    homeOf: (of) => Promise.resolve({ manages: true, name: nameOf(of), language, zone }),
  };
}

/** A form carries the digest as its value; the revision is that of the card it was opened from. */
function subjectOf(message: PreviewMessage, value: string): Subject | null {
  const subject = message.card?.subject ?? null;
  return value === '' || subject?.digest === value ? subject : { digest: value, revision: 0 };
}

async function show(
  { board }: Parts,
  { place }: Speaker,
  typed: string,
  visibility: PreviewMessage['visibility'],
): Promise<void> {
  const { channel, thread } = place;
  await board.add({ channel, thread, author: 'you', visibility, text: typed });
}

async function answer(
  { board, handlers }: Parts,
  place: Place,
  reply: Reply | null,
): Promise<Outcome> {
  if (reply === null) return { state: 'silent' };
  const { channel, thread } = place;
  const { card, visibility } = reply;
  const message = await board.add({ channel, thread, author: 'kawaraban', visibility, card });
  const opensThread = visibility === 'channel' && thread === null;
  if (opensThread && card.subject) await handlers.posted(refOf(message), card.subject);
  return { state: 'answered', message: message.id, thread };
}
