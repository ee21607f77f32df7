import { expect, it } from 'vitest';
import { cardText } from '../../src/card/text.ts';
import { wordsOf } from '../../src/channel/room.ts';
import type { Home, Place } from '../../src/platform/platform.ts';
import { twoCompanies } from '../ask/library.ts';
import { storeOfEach } from '../store/homes.ts';
import { channel, handlersOf, privateCard, speaker } from './desk.ts';

const stored = storeOfEach();
const { mayNot } = wordsOf('en');

const own: Place = { ...channel, channel: 'U2' };
const home = (manages: boolean) => (): Promise<Home> =>
  Promise.resolve({ manages, name: 'news', language: 'en', zone: 'Asia/Tokyo' });
const handlers = () => handlersOf(stored.current, twoCompanies);
/** Somebody at their own page; whether they manage the channel is asked of the platform each time. */
const at = (manages: boolean) => speaker(own, { language: 'en', homeOf: home(manages) });
const pressed = async (manages: boolean, action: string, value: string) => {
  const reply = await handlers().press(at(manages), action, value);
  return 'form' in reply ? reply.form.action : cardText(privateCard(reply));
};
const kept = async () => (await stored.current.channels.subscriptions()).map(({ id }) => id);

async function subscribed(): Promise<string> {
  const manager = speaker(channel, { language: 'en', home: home(true) });
  await handlers().command(manager, 'digest', 'subscribe meta');
  const [id = ''] = await kept();
  expect(id).toContain('slack/C1');
  return id;
}

it('lets nobody change, end or look at what a channel gets who does not manage it', async () => {
  const id = await subscribed();
  for (const [action, value] of [
    ['subscribe', id],
    ['unsubscribe', id],
    ['preview', channel.channel],
  ] as const) {
    const told = await pressed(false, action, value);
    expect([action, told]).toEqual([action, expect.stringContaining(mayNot)]);
    expect(told).not.toContain('Meta');
  }
  const filled = { channel: [channel.channel], companies: ['alphabet'] };
  for (const value of ['', id])
    expect(
      cardText(privateCard(await handlers().submit(at(false), 'subscribe', value, filled))),
    ).toContain(mayNot);
  expect(await kept()).toEqual([id]);
});

it('lets those who manage it do all of that', async () => {
  const id = await subscribed();
  expect(await pressed(true, 'subscribe', id)).toBe('subscribe');
  expect(await pressed(true, 'preview', channel.channel)).toContain('Meta');
  await pressed(true, 'unsubscribe', id);
  expect(await kept()).toEqual([]);
});
