import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../../src/platform/platform.ts';
import { createSlack } from '../../../src/platform/slack/index.ts';
import { drawPixel } from '../../support/pictures.ts';
import { log } from '../../store/homes.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { openSlackPeer, type SlackPeer, tokens } from './peer.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));

let peer: SlackPeer;
let questions: string[];

const handlers = () =>
  quietHandlers({
    question: (_speaker, text) => {
      questions.push(text);
      return Promise.resolve({ card: sampleCard('答え'), visibility: 'channel' });
    },
  });

beforeEach(async () => {
  questions = [];
  peer = await openSlackPeer();
  await peer.platform.start(handlers());
});
afterEach(() => peer.close());

const connects = () => peer.calls.filter(({ method }) => method === 'apps.connections.open');

/** The bot is called, and Slack is told that it heard. */
const asks = () => peer.say('<@UBOT> 純利益は?');

describe('a socket that is cut', () => {
  it('is opened again, also where that is refused ten times, and what was said meanwhile is answered', async () => {
    peer.refuse('apps.connections.open', { status: 503 }, 10);
    peer.cut();
    const asked = asks();
    await vi.waitFor(() => expect(peer.sockets()).toBe(2), soon);
    await asked;
    await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
    expect(connects()).toHaveLength(12);
  });

  it('is opened anew where Slack asks for it, and hears then', async () => {
    peer.recycle();
    await vi.waitFor(() => expect(peer.sockets()).toBe(2), soon);
    await asks();
    await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
  });

  it('is tried again after a refusal of the token, which would end the process in the SDK', async () => {
    peer.refuse('apps.connections.open', { error: 'invalid_auth' });
    peer.cut();
    await vi.waitFor(() => expect(peer.sockets()).toBe(2), soon);
  });

  it('stays closed where stop comes while it is being opened again', async () => {
    peer.refuse('apps.connections.open', { status: 503 }, 100);
    peer.cut();
    await vi.waitFor(() => expect(connects().length).toBeGreaterThan(2), soon);
    await peer.platform.stop();
    const before = connects().length;
    await aWhile(); // the longest wait is shorter
    expect(peer.sockets()).toBe(1);
    expect(connects()).toHaveLength(before);
  });

  it('stays closed after stop', async () => {
    await peer.platform.stop();
    await aWhile();
    expect(peer.sockets()).toBe(1);
    expect(connects()).toHaveLength(1);
  });
});

it('names SLACK_APP_TOKEN where Socket Mode does not take it, without showing it', async () => {
  const wrong = 'xapp-1-A1-wrong';
  const slack = createSlack({
    botToken: tokens.bot,
    way: { appToken: wrong },
    listen: { host: '127.0.0.1', port: 0 },
    apiUrl: peer.url,
    draw: drawPixel,
    log,
  });
  const error: unknown = await slack.start(handlers()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlatformError);
  expect(String(error)).toContain('SLACK_APP_TOKEN');
  expect(String(error)).not.toContain(wrong);
});
