import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandsOf, sameCommands } from '../../../src/platform/discord/commands.ts';
import { suggestionsOf } from '../../../src/platform/discord/suggest.ts';
import type { CommandSpec } from '../../../src/platform/platform.ts';
import { quietHandlers } from '../handlers.ts';
import { judge } from './judge.ts';
import { openPeer } from './peer.ts';
import type { DiscordPeer } from './peer.ts';
import { ids } from './peer-server.ts';

const soon = { timeout: 4000, interval: 20 };
const words = { ja: '決算', en: 'Results' };

function offer(name: string, texts: readonly string[]): CommandSpec {
  return { name, description: words, choices: texts.map((text) => ({ text, description: words })) };
}

const company = offer('meta', ['q2', 'latest', '2022-q2']);
const many = Array.from({ length: 40 }, (_, index) => `show company-${index} q2`);
const digest = offer('digest', ['subscribe meta', 'preview', 'why meta q2', 'meta q2', ...many]);

describe('commands', () => {
  it('are words to choose from where single words follow, any text with suggestions where more do', () => {
    const registered = commandsOf([company, digest]);
    expect(registered.map(({ options }) => options?.map(({ type, name }) => [type, name]))).toEqual(
      [
        [
          [1, 'q2'],
          [1, 'latest'],
          [1, '2022-q2'],
        ],
        [[3, 'text']],
      ],
    );
    expect(registered.flatMap((command) => judge('command', command))).toEqual([]);
  });

  it('take any text where nothing is offered', () => {
    expect(commandsOf([offer('new', [])])[0]?.options).toMatchObject([
      { type: 3, name: 'text', autocomplete: true },
    ]);
  });

  it('are registered anew where a field began to suggest', () => {
    const wanted = commandsOf([digest]);
    const before = wanted.map((command) => ({
      ...command,
      options: command.options?.map(({ autocomplete: _autocomplete, ...option }) => option),
    }));
    expect(sameCommands(before, wanted)).toBe(false);
    expect(sameCommands(wanted, structuredClone(wanted))).toBe(true);
  });
});

const texts = (typed: string) => suggestionsOf(digest, typed).map(({ value }) => value);

describe('suggestions', () => {
  it('begin with what begins so, then have words that do', () => {
    expect(texts('meta')).toEqual(['meta q2', 'subscribe meta', 'why meta q2']);
    expect(texts('why q2')).toEqual(['why meta q2']);
    expect(texts('ＭＥＴＡ　Ｑ２')).toEqual(['meta q2', 'why meta q2']);
  });

  it('are found by their description, in each language', () => {
    const spec = {
      choices: [{ text: 'meta q2', description: { ja: 'メタ 第2四半期', en: 'Meta, Q2' } }],
    };
    expect(suggestionsOf(spec, 'メタ')).toEqual([{ name: 'meta q2', value: 'meta q2' }]);
    expect(suggestionsOf(spec, 'トヨタ')).toEqual([]);
  });

  it('are 25 at most and none too long for Discord', () => {
    const all = suggestionsOf(offer('digest', [...many, 'x'.repeat(101)]), '');
    expect(all).toHaveLength(25);
    expect(suggestionsOf(offer('digest', ['x'.repeat(101)]), '')).toEqual([]);
  });
});

describe('/digest on Discord', () => {
  let peer: DiscordPeer;
  afterEach(() => peer.close());

  async function started() {
    const typed: string[] = [];
    const handlers = quietHandlers({
      commands: () => [company, digest],
      command: (_speaker, name, text) => {
        typed.push(`/${name} ${text}`);
        return Promise.resolve({
          card: { language: 'en', title: 'ok', blocks: [], buttons: [], subject: null },
          visibility: 'private',
        });
      },
    });
    peer = await openPeer();
    await peer.platform.start(handlers);
    return typed;
  }

  it('takes whatever is typed, and a company its words', async () => {
    const typed = await started();
    for (const [name, text] of [
      ['digest', 'subscribe meta weekdays 08:30'],
      ['digest', ''],
      ['meta', 'q2'],
    ] as const) {
      await peer.command(name, text);
      await vi.waitFor(() => expect(typed.at(-1)).toBe(`/${name} ${text}`), soon);
    }
  });

  it('suggests while it is typed', async () => {
    await started();
    const command = peer.discord.registered().find((one) => one['name'] === 'digest');
    const options = [{ type: 3, name: 'text', value: 'wh', focused: true }];
    const data = { id: command?.['id'], name: 'digest', type: 1, options };
    peer.discord.interact(ids.open, 4, data, null);
    await vi.waitFor(
      () =>
        expect(peer.discord.suggestions).toEqual([[{ name: 'why meta q2', value: 'why meta q2' }]]),
      soon,
    );
  });
});
