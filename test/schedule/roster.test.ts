import { describe, expect, it } from 'vitest';
import { createRoster, rosterOf, type RosterInput } from '../../src/schedule/roster.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import type { ChannelFacts } from '../../src/store/channels.ts';

const file = readSubscriptions(`
- { platform: chat, channel: C1, companies: [meta], language: both }
- { platform: chat, channel: C2, tags: [tech], language: ja }
`);
const kept = (id: string, entry: Record<string, unknown>, at = 1) => {
  const spec = { platform: 'chat', channel: 'C1', ...entry };
  return { id, platform: 'chat', channel: spec.channel, spec, by: 'chat/U1', at };
};
const fact = (given: Partial<ChannelFacts>): ChannelFacts => ({
  platform: 'chat',
  channel: 'C1',
  name: null,
  language: null,
  zone: null,
  state: 'open',
  movedTo: null,
  hears: null,
  at: 1,
  ...given,
});
function roster(given: Partial<RosterInput> = {}) {
  return rosterOf({ file, kept: [], pauses: [], facts: [], ...given });
}
const brief = (given: Partial<RosterInput> = {}) =>
  roster(given).subscriptions.map(
    ({ id, language, origin, paused }) => `${id} ${language} ${origin}${paused ? ' paused' : ''}`,
  );

describe('the roster', () => {
  it('holds what the file says and what channels asked for', () => {
    expect(brief({ kept: [kept('chat/C1/all', { companies: 'all', language: 'en' })] })).toEqual([
      'chat/C1/meta both file',
      'chat/C2/#tech ja file',
      'chat/C1/all en channel',
    ]);
  });

  it('takes the channel’s word where the file says otherwise of the same, and tells', () => {
    const given = { kept: [kept('chat/C1/meta', { companies: ['meta'], language: 'ja' })] };
    expect(brief(given)).toEqual(['chat/C2/#tech ja file', 'chat/C1/meta ja channel']);
    const { overridden, asked } = roster(given);
    expect([...overridden.values()].map(({ id, language }) => `${id} ${language}`)).toEqual([
      'chat/C1/meta both',
    ]);
    expect(asked.get('chat/C1/meta')).toEqual({ by: 'chat/U1', at: 1 });
  });

  it.each([
    ['all', [true, true]],
    ['chat', [true, true]],
    ['chat/C2', [false, true]],
    ['chat/C', [false, false]],
  ])('heeds a pause of %s', (scope, paused) => {
    const pauses = [{ scope, by: 'sam', at: 1 }];
    expect(roster({ pauses }).subscriptions.map((one) => one.paused)).toEqual(paused);
  });

  it('drops channels that are gone, and keeps those that are closed', () => {
    const facts = [fact({ state: 'closed' }), fact({ channel: 'C2', state: 'gone' })];
    expect(brief({ facts })).toEqual(['chat/C1/meta both file']);
  });

  it('follows a channel of the file to its new ids, also in a ring', () => {
    const once = fact({ state: 'gone', movedTo: 'C3' });
    const twice = fact({ channel: 'C3', state: 'gone', movedTo: 'C4' });
    expect(brief({ facts: [once, twice] })).toEqual([
      'chat/C4/meta both file',
      'chat/C2/#tech ja file',
    ]);
    const back = fact({ channel: 'C3', state: 'gone', movedTo: 'C1' });
    expect(brief({ facts: [fact({}), back] })[0]).toBe('chat/C1/meta both file');
    expect(roster({ facts: [once, back] }).overridden.size).toBe(0);
  });

  it('has what a channel and another that became it both want once', () => {
    const facts = [fact({ channel: 'C2', state: 'gone', movedTo: 'C1' })];
    const same = readSubscriptions(
      '- { platform: chat, channel: C1, companies: all }\n- { platform: chat, channel: C2, companies: all }',
    );
    expect(brief({ file: same, facts })).toEqual(['chat/C1/all both file']);
  });

  it('says which kept entry it cannot read, and goes on', () => {
    const given = { kept: [kept('chat/C1/meta', { companies: ['meta'], when: 'at full moon' })] };
    expect(brief(given)).toEqual(['chat/C1/meta both file', 'chat/C2/#tech ja file']);
    expect(roster(given).errors).toEqual([
      'chat/C1/meta: this version cannot read what is kept of it.',
    ]);
  });
});

describe('a roster that is read again', () => {
  it('follows what changed, and keeps what did not', async () => {
    let rows = [kept('chat/C1/meta', { companies: ['meta'], language: 'ja' })];
    const again = createRoster({
      subscriptions: () => Promise.resolve(rows),
      pauses: () => Promise.resolve([]),
      facts: () => Promise.resolve([]),
    });
    const languages = async () =>
      (await again({ subscriptions: [], errors: [] })).subscriptions.map((one) => one.language);
    expect(await languages()).toEqual(['ja']);
    rows = [kept('chat/C1/meta', { companies: ['meta'], language: 'en' }, 2)];
    expect(await languages()).toEqual(['en']);
    rows = [];
    expect(await languages()).toEqual([]);
  });
});
