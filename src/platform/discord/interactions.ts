import { setTimeout as sleep } from 'node:timers/promises';
import { MessageFlags, SelectMenuDefaultValueType } from 'discord.js';
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Card, Filled, Form } from '../../card/card.ts';
import { questionField } from '../../card/form.ts';
import { detectLanguage, languageOfTag } from '../../language/index.ts';
import { type Handlers, type Place, type Reply, type Speaker, unknownHome } from '../platform.ts';
import { patiently } from './calls.ts';
import { subjectOf, unpackPress } from './custom-id.ts';
import type { Press } from './custom-id.ts';
import { filledOf, renderForm } from './form.ts';
import { homeOfInteraction } from './home.ts';
import type { Ear } from './listen.ts';
import { causeOf, codeOf, outcomeOf } from './outcomes.ts';
import { flags, type Modal } from './payload.ts';
import { withOrWithoutPictures } from './pictures.ts';
import { placeIn, rootOf } from './places.ts';
import { postAnswer } from './posts.ts';
import { suggestionsOf } from './suggest.ts';

type Answerable = ButtonInteraction | ChatInputCommandInteraction | ModalSubmitInteraction;
type Pressed = Awaited<ReturnType<Handlers['press']>>;

// A form can only be the first answer, and Discord waits 3 s for that.
const formWithin = 1500;
const alreadyAnswered = 40_060;

/** The forms whose words are no question; each has the name of the button that opens it. */
const filledForms = ['report', 'subscribe', 'ingest'] as const satisfies readonly Form['action'][];
const formButtons: readonly string[] = ['ask', ...filledForms];

/** Hears a slash command, a pressed button or a submitted form. Never throws. */
export async function hearInteraction(ear: Ear, interaction: Interaction): Promise<void> {
  try {
    if (interaction.isAutocomplete()) await suggest(ear, interaction);
    else if (interaction.isChatInputCommand()) await hearCommand(ear, interaction);
    else if (interaction.isButton()) await hearPress(ear, interaction);
    else if (interaction.isModalSubmit()) await hearForm(ear, interaction);
  } catch (error) {
    if (codeOf(error) === alreadyAnswered) return; // another process heard it first
    ear.log.warn(
      { interaction: interaction.id, cause: causeOf(error) },
      'discord interaction not answered',
    );
  }
}

/** Suggests what the commands offer now, which may be more than when they were registered. */
async function suggest({ handlers }: Ear, interaction: AutocompleteInteraction): Promise<void> {
  const spec = handlers.commands().find(({ name }) => name === interaction.commandName);
  const typed = interaction.options.getFocused();
  await interaction.respond(spec ? suggestionsOf(spec, typed) : []);
}

async function hearCommand(ear: Ear, interaction: ChatInputCommandInteraction): Promise<void> {
  if (!(await deferred(ear, interaction))) return;
  const text =
    interaction.options.getSubcommand(false) ?? interaction.options.getString('text') ?? '';
  const place = placeIn(interaction.channelId, interaction.channel, null);
  const reply = await ear.handlers.command(
    speakerOf(interaction, place),
    interaction.commandName,
    text,
  );
  await respond(ear, interaction, reply);
}

async function hearPress(ear: Ear, interaction: ButtonInteraction): Promise<void> {
  const press = unpackPress('press', interaction.customId);
  if (!press) return;
  const isPrivate = interaction.message.flags.has(MessageFlags.Ephemeral);
  const speaker = speakerOf(
    interaction,
    placeIn(interaction.channelId, interaction.channel, isPrivate ? null : interaction.message.id),
  );
  if (formButtons.includes(press.action)) return await openForm(ear, interaction, press, speaker);
  if (!(await deferred(ear, interaction))) return;
  const result = await ear.handlers.press(speaker, press.action, press.value);
  await respond(ear, interaction, replyOf(result));
}

/** A press that may open a form: nothing is deferred before, unless the form comes too late. */
async function openForm(
  ear: Ear,
  interaction: ButtonInteraction,
  press: Press,
  speaker: Speaker,
): Promise<void> {
  const result = ear.handlers.press(speaker, press.action, press.value);
  const quick = await Promise.race([result, sleep(formWithin, null, { ref: false })]);
  const modal = quick && 'form' in quick ? renderForm(quick.form, press.revision) : null;
  if (modal) return await interaction.showModal(shownAs(modal));
  if (!(await deferred(ear, interaction))) return;
  await respond(ear, interaction, replyOf(await result));
}

/** The modal with the words of discord.js for what is a plain text to Discord. */
function shownAs(modal: Modal) {
  const type = SelectMenuDefaultValueType.Channel as const;
  const components = modal.components.map(({ component, ...label }) => {
    if (component.type !== 8) return { ...label, component };
    const { default_values: before = [], ...select } = component;
    const default_values = before.map(({ id }) => ({ id, type }));
    return { ...label, component: { ...select, default_values } };
  });
  return { ...modal, components };
}

async function hearForm(ear: Ear, interaction: ModalSubmitInteraction): Promise<void> {
  const form = unpackPress('form', interaction.customId);
  if (!form || !(await deferred(ear, interaction))) return;
  const { message } = interaction;
  const isPrivate = message?.flags.has(MessageFlags.Ephemeral) ?? false;
  const root = message && !isPrivate ? await rootOf(message, ear.client.user.id) : null;
  const place = placeIn(interaction.channelId ?? '', interaction.channel, root);
  const speaker = speakerOf(interaction, place);
  const reply = await submitted(ear.handlers, speaker, form, filledOf(interaction.fields));
  if (!reply) return await interaction.deleteReply();
  // Who asks from a card that they alone see is answered there.
  await respond(ear, interaction, isPrivate ? { ...reply, visibility: 'private' } : reply, root);
}

/** What a form brings: a question's may be nothing, where it is not for us. */
async function submitted(
  handlers: Handlers,
  speaker: Speaker,
  form: Press,
  filled: Filled,
): Promise<Reply | null> {
  const action = filledForms.find((each) => each === form.action);
  if (action) return await handlers.submit(speaker, action, form.value, filled);
  return await handlers.question(speaker, filled[questionField]?.[0] ?? '', subjectOf(form));
}

/** Tells Discord at once that an answer comes (for this person alone); false where the event came before. */
async function deferred(ear: Ear, interaction: Answerable): Promise<boolean> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  return await ear.handlers.once(`discord:interaction:${interaction.id}`);
}

/**
 * Private replies fill the deferred answer. A reply for the channel is posted as a normal message, for
 * only those can be replied to with a question; where the bot may not post, the person gets it alone.
 */
async function respond(
  ear: Ear,
  interaction: Answerable,
  reply: Reply,
  replyTo: string | null = null,
): Promise<void> {
  if (reply.visibility === 'private') return await showPrivately(ear, interaction, reply.card);
  const target = { channel: interaction.channelId ?? '', replyTo };
  try {
    const key = `discord:reply:${interaction.id}`;
    const message = await postAnswer(ear, target, reply.card, key);
    const place = placeIn(target.channel, interaction.channel, null);
    // In a thread questions name the thread, not the message they stand under.
    const root = place.thread ?? message;
    if (reply.card.subject) await ear.handlers.posted({ place, message: root }, reply.card.subject);
  } catch (error) {
    ear.log.info(
      { channel: target.channel, reason: outcomeOf(error).reason },
      'discord reply shown privately',
    );
    return await showPrivately(ear, interaction, reply.card);
  }
  await interaction.deleteReply();
}

async function showPrivately(
  { calls, messagesOf }: Ear,
  { applicationId, token }: Answerable,
  card: Card,
): Promise<void> {
  const [first, ...more] = await messagesOf(card);
  if (!first) return;
  await withOrWithoutPictures(first, (each) =>
    patiently(() => calls.editAnswer(applicationId, token, each)),
  );
  for (const { payload, files } of more) {
    const hidden = { ...payload, flags: payload.flags | flags.ephemeral };
    await withOrWithoutPictures({ payload: hidden, files }, (each) =>
      patiently(() => calls.addAnswer(applicationId, token, each)),
    );
  }
}

function speakerOf(interaction: Answerable, place: Place): Speaker {
  const language = languageOfTag(interaction.locale);
  const home = () => Promise.resolve(homeOfInteraction(interaction));
  return {
    place,
    person: interaction.user.id,
    language,
    addressed: true,
    toOthers: false,
    home,
    homeOf: unknownHome,
  };
}

/** A form that cannot be opened any more: its words, with the button to press again. */
function replyOf(result: Pressed): Reply {
  return 'form' in result ? { card: cardOf(result.form), visibility: 'private' } : result;
}

function cardOf(form: Form): Card {
  const label = form.fields[0]?.label ?? '';
  const lang = detectLanguage(label);
  return {
    language: lang,
    title: form.title,
    // The name of one field among several says nothing by itself.
    blocks: form.fields.length === 1 ? [{ type: 'text', lang, text: label }] : [],
    buttons: [{ action: form.action, label: form.title, value: form.value }],
    subject: null,
  };
}
