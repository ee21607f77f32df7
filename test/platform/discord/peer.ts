import { drawPixel } from '../../support/pictures.ts';
import { createLog } from '../../../src/log.ts';
import { createDiscord } from '../../../src/platform/discord/index.ts';
import type { DrawPicture, Place, Platform, Posted } from '../../../src/platform/platform.ts';
import type { Peer, SeenMessage } from '../contract.ts';
import { bagOf, bagsOf, textOf } from './peer-bag.ts';
import type { Bag } from './peer-bag.ts';
import { nested, seenIn } from './judge.ts';
import { goodToken, ids, isEphemeral, openDiscord } from './peer-server.ts';
import type { FakeDiscord, ServerOptions, StoredMessage } from './peer-server.ts';

export interface DiscordPeer extends Peer {
  readonly discord: FakeDiscord;
  /** The log lines written so far. */
  readonly lines: readonly string[];
}

/** A Discord platform on its loopback peer, and a person's hands on the other side. */
export async function openPeer(
  options: ServerOptions & { token?: string; timeout?: number; draw?: DrawPicture } = {},
): Promise<DiscordPeer> {
  const discord = await openDiscord(options);
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line));
  const platform = createDiscord({
    token: options.token ?? goodToken,
    apiUrl: discord.url,
    draw: options.draw ?? drawPixel,
    log,
    timeout: options.timeout ?? 2000,
  });
  return {
    platform,
    discord,
    lines,
    ...places,
    ...hands(discord),
    close: () => closeAll(discord, platform),
  };
}

const places = {
  channel: { platform: 'discord', channel: ids.open, thread: null },
  closed: { platform: 'discord', channel: ids.closed, thread: null },
} as const;

async function closeAll(discord: FakeDiscord, platform: Platform): Promise<void> {
  await platform.stop();
  await discord.close();
  if (discord.refusals.length > 0)
    throw new Error(`Discord would have refused: ${discord.refusals.join('\n')}`);
}

function hands(discord: FakeDiscord): Omit<Peer, 'platform' | 'channel' | 'closed' | 'close'> {
  return {
    seen: (place) => Promise.resolve(messagesAt(discord, place).map(seen)),
    command: (name, text) => {
      discord.interact(ids.open, 2, commandData(discord, name, text), null);
      return Promise.resolve();
    },
    ask: (under, text) => {
      askUnder(discord, under, text);
      return Promise.resolve();
    },
    press: (message, action) => {
      const stored = discord.messages.find((one) => one.id === message.id);
      const button = nested(stored).find((part) =>
        String(part['custom_id']).startsWith(`press:${action}:`),
      );
      if (!stored || !button) throw new Error(`no button ${action}`);
      discord.interact(
        stored.channel_id,
        3,
        { custom_id: button['custom_id'], component_type: 2, id: button['id'] },
        stored,
      );
      return Promise.resolve();
    },
    submit: (text) => {
      submitForm(discord, text);
      return Promise.resolve();
    },
    manage: discord.manage,
    connections: () => discord.gateway.counts.identify,
    loseNextAnswer: () => discord.faults.push({ method: 'POST', path: /\/messages$/u, do: 'lose' }),
  };
}

function askUnder(discord: FakeDiscord, under: Posted, text: string): void {
  // Discord may deliver an event again after a resume.
  discord.say(under.place.channel, text, under.message, { times: 2 });
}

function submitForm(discord: FakeDiscord, text: string): void {
  const modal = discord.modals.pop();
  if (!modal) throw new Error('no form is open');
  const field = nested(modal.form).find((part) => part['type'] === 4);
  const components = [
    {
      type: 18,
      id: 1,
      component: { type: 4, id: 2, custom_id: field?.['custom_id'], value: text },
    },
  ];
  const message = discord.messages.find((one) => one.id === modal.message) ?? null;
  discord.interact(modal.channel, 5, { custom_id: modal.form['custom_id'], components }, message);
}

/** What Discord's client makes of `/name text` with the commands that are registered. */
function commandData(discord: FakeDiscord, name: string, text: string): Bag {
  const command = discord.registered().find((one) => one['name'] === name);
  if (!command) throw new Error(`/${name} is not registered`);
  const options = bagsOf(command['options']);
  const subcommand = options.find((option) => option['type'] === 1 && option['name'] === text);
  if (!subcommand && options.some((option) => option['type'] === 1))
    throw new Error(`/${name} ${text} cannot be typed`);
  if (subcommand) return commandOf(command, [{ type: 1, name: text, options: [] }]);
  const field = options.find((option) => option['type'] === 3 && option['name'] === 'text');
  const choices = bagsOf(field?.['choices']).map((choice) => choice['value']);
  if (text !== '' && choices.length > 0 && !choices.includes(text))
    throw new Error(`/${name} ${text} is not among its choices`);
  return commandOf(command, text === '' ? [] : [{ type: 3, name: 'text', value: text }]);
}

function commandOf(command: Bag, options: readonly Bag[]): Bag {
  return { id: command['id'], name: command['name'], type: 1, options };
}

function messagesAt(discord: FakeDiscord, { channel, thread }: Place): readonly StoredMessage[] {
  const written = discord.messages.filter((one) => one['loading'] !== true);
  if (thread === null) return written.filter((one) => one.channel_id === channel);
  return written.filter(
    (one) =>
      one.id !== thread &&
      (one.channel_id === thread ||
        (one.channel_id === channel && rootsOf(discord, one).includes(thread))),
  );
}

function rootsOf(discord: FakeDiscord, message: StoredMessage): string[] {
  const reference = bagOf(message['message_reference'])['message_id'];
  const parent = discord.messages.find((one) => one.id === reference);
  return parent ? [parent.id, ...rootsOf(discord, parent)] : [];
}

function seen(message: StoredMessage): SeenMessage {
  const isOurs = bagOf(message['author'])['id'] === ids.bot;
  const sight = isOurs ? seenIn(message) : { text: textOf(message['content']), live: [] };
  return {
    id: message.id,
    text: sight.text,
    visibility: isEphemeral(message) ? 'private' : 'channel',
    pings: sight.live,
    pictures: picturesIn(message),
  };
}

/** What is told in words of the pictures of galleries whose files came with the message. */
function picturesIn(message: StoredMessage): readonly string[] {
  const files = bagsOf(message['attachments']).map(
    (file) => `attachment://${String(file['filename'])}`,
  );
  return nested(message)
    .flatMap((part) => bagsOf(part['items']))
    .filter((item) => files.includes(textOf(bagOf(item['media'])['url'])))
    .map((item) => textOf(item['description']));
}
