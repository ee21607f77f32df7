import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../src/talk/handlers.ts';
import type { Handlers, Place } from '../../src/platform/platform.ts';
import type { Store } from '../../src/store/store.ts';
import { handlerParts } from '../support/handlers.ts';
import { alphabetDigest, digest, library, twoCompanies } from '../ask/library.ts';
import { storeOfEach } from '../store/homes.ts';
import { channel, speaker } from './desk.ts';

const subject = { digest: digest.id, revision: digest.revision };
const inThread = (thread: string): Place => ({ ...channel, thread });

let store: Store;

storeOfEach((opened) => {
  store = opened;
});

function handlers(known = library): Handlers {
  return createHandlers(handlerParts(store, known));
}

describe('a question', () => {
  const chatter = speaker(inThread('100.1'), { addressed: false });

  it('is none where people talk in a thread in which the bot has no part', async () => {
    expect(await handlers().question(chatter, '売上高は?', null)).toBeNull();
    expect(await store.conversations.turns('slack:C1:100.1')).toEqual([]);
  });

  it('needs no call of the bot under a card of its', async () => {
    const ours = handlers();
    await ours.posted({ place: channel, message: '100.1' }, subject);
    const reply = await ours.question(chatter, '売上高は?', null);
    expect(reply?.visibility).toBe('channel');
    expect(JSON.stringify(reply?.card)).toContain('320億ドル');
  });

  it('needs no call of the bot where it has answered before', async () => {
    const ours = handlers();
    await ours.question({ ...chatter, addressed: true }, '売上高は?', null);
    expect(await ours.question(chatter, 'EPSは?', null)).not.toBeNull();
  });

  it('outside of threads gets an answer whose own thread is about its digest', async () => {
    const ours = handlers(twoCompanies);
    const reply = await ours.question(speaker(channel), 'メタの売上高は?', null);
    expect(reply?.card.subject).toEqual(subject);
    expect(reply?.card.buttons.map(({ value }) => value)).toEqual([digest.id]);
    await ours.posted({ place: channel, message: '200.2' }, subject);
    const under = await ours.question(speaker(inThread('200.2')), 'EPSは?', null);
    expect(JSON.stringify(under?.card)).toContain('2.98ドル');
  });

  it('outside of threads goes on from the same person’s last one, not from another’s', async () => {
    const ours = handlers(twoCompanies);
    const ask = async (person: string, text: string) =>
      JSON.stringify((await ours.question(speaker(channel, { person }), text, null))?.card);
    await ask('U1', 'メタの純利益は?');
    expect(await ask('U1', '前年は?')).toContain('66億8,700万ドル');
    expect(await ask('U2', '前年は?')).not.toContain('66億8,700万ドル');
  });
});

describe('a question under a post of several digests', () => {
  const both = { digest: `${digest.id} ${alphabetDigest.id}`, revision: 1 };
  const asker = speaker(inThread('300.1'), { addressed: false });
  const cards = async (...questions: string[]) => {
    const ours = handlers(twoCompanies);
    await ours.posted({ place: channel, message: '300.1' }, both);
    const said: string[] = [];
    for (const text of questions)
      said.push(JSON.stringify((await ours.question(asker, text, null))?.card));
    return said;
  };

  it('is answered for the company it names', async () => {
    const [meta, alphabet] = await cards('メタの売上高は?', 'What was Google’s revenue?');
    expect(meta).toContain('320億ドル');
    expect(alphabet).toContain('$74.6');
  });

  it('is asked back where nothing tells, and what answers that goes on from it', async () => {
    const [which, answer, next] = await cards('売上高は?', 'アルファベット', 'EPSは?');
    expect(which).toContain(
      'どの決算についてのご質問ですか: メタ 2023年第2四半期（4〜6月期）決算またはアルファベット 2023年第2四半期（4〜6月期）決算',
    );
    expect(answer).toContain('746億ドル');
    expect(next).not.toContain('2.98'); // still Alphabet, which has none
    expect(next).not.toContain('どの決算');
  });

  it('is asked back in the language of the question', async () => {
    const [english] = await cards('What was the revenue?');
    expect(english).toContain(
      'Which one do you mean: Meta Q2 2023 results or Alphabet Q2 2023 results?',
    );
  });

  it('takes its form, and what the form was opened from', async () => {
    const ours = handlers(twoCompanies);
    const pressed = await ours.press(asker, 'ask', both.digest);
    expect(pressed).toMatchObject({ form: { value: both.digest } });
    const reply = await ours.question(speaker(channel), '売上高は?', both);
    expect(JSON.stringify(reply?.card)).toContain('どの決算');
  });
});

describe('a press', () => {
  it('posts a digest in the channel’s own language, whoever presses', async () => {
    const handled = createHandlers({
      ...handlerParts(store, library),
      channelLanguage: (platform, id) => (`${platform}:${id}` === 'slack:C1' ? 'both' : null),
    });
    const post = async (place: Place) => {
      const reply = await handled.press(speaker(place, { language: 'en' }), 'post', digest.id);
      return 'card' in reply ? [reply.visibility, reply.card.language] : null;
    };
    expect(await post(channel)).toEqual(['channel', 'both']);
    expect(await post({ ...channel, channel: 'C2' })).toEqual(['channel', 'en']);
  });
});
