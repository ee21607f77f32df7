import { drawPixel } from '../../support/pictures.ts';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/card/card.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import { createLog } from '../../../src/log.ts';
import { PlatformError } from '../../../src/platform/platform.ts';
import { createPreview } from '../../../src/platform/preview/index.ts';
import { commandIn } from '../../../src/platform/preview/person.ts';
import { sampleCard } from '../contract.ts';
import { answering, channel, type Heard, openPreview } from './host.ts';
import { memoryMessages } from './memory.ts';
import { visitor } from './visitor.ts';

let open: Awaited<ReturnType<typeof openPreview>>;
let heard: Heard[];

beforeEach(async () => {
  heard = [];
  open = await openPreview(heard);
});
afterEach(() => open.preview.stop());

async function posted(key = 'k1') {
  const outcome = await open.preview.post(channel, sampleCard(), key);
  if (outcome.state !== 'posted') throw new Error(outcome.state);
  return outcome.ref;
}

/** A request with headers that fetch does not let one choose. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(open.address);
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sending.on('error', reject).end(body);
  });
}

async function listen(seen: string, look = 'kawaraban') {
  const stop = new AbortController();
  const response = await fetch(
    `${open.address}/channels/earnings/events?${new URLSearchParams({ revision: seen, as: look }).toString()}`,
    { signal: stop.signal },
  );
  let text = '';
  const reading = (async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) text += piece;
  })().catch(() => {});
  return { text: () => text, stop: () => stop.abort(), reading };
}

async function revision(): Promise<string> {
  return /data-revision="([^"]+)"/.exec(await (await visitor(open.address).page('/')).text())![1]!;
}

/** What the buttons of a page do, in order. */
function hooks(page: string) {
  return [...page.matchAll(/<button[^>]* (data-action="[^"]*" data-value="[^"]*")/g)].map(
    ([, hook]) => hook,
  );
}

describe('what the page lets in', () => {
  it('answers to this machine’s own names alone', async () => {
    const { port } = new URL(open.address);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
    ]) {
      expect((await raw('/', { host })).status, host).toBe(200);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `localhost.evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
    ]) {
      expect((await raw('/', { host })).status, host).toBe(421);
      expect((await raw('/healthz', { host })).status, host).toBe(421);
    }
  });

  it('takes changes from its own page alone, whatever the body says it is', async () => {
    const host = new URL(open.address).host;
    const say = async (headers: Record<string, string>) =>
      (
        await raw(
          '/channels/earnings/say',
          { host, ...headers },
          'POST',
          '{"text":"hello","thread":null}',
        )
      ).status;
    for (const type of ['application/json', 'text/plain']) {
      const own = { 'content-type': type };
      expect(await say(own), 'no word of where it comes from').toBe(403);
      expect(await say({ ...own, origin: 'http://evil.example' })).toBe(403);
      expect(await say({ ...own, origin: 'null' })).toBe(403);
      expect(await say({ ...own, origin: `https://${host}` })).toBe(403);
      expect(await say({ ...own, 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await say({ ...own, 'sec-fetch-site': 'same-site', origin: open.address })).toBe(403);
      expect(
        await say({ ...own, 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }),
      ).toBe(403);
      expect(await say({ ...own, 'sec-fetch-site': 'none' })).toBe(403);
    }
    expect(open.messages.all).toEqual([]);
    expect(
      await say({
        'content-type': 'application/json',
        origin: open.address,
        'sec-fetch-site': 'same-origin',
      }),
    ).toBe(200);
    expect((await raw('/language', { host }, 'POST', 'language=ja&here=/')).status).toBe(403);
  });

  it('refuses what is too long, empty or not what a page sends, in words, and keeps nothing of it', async () => {
    const person = visitor(open.address, 'en');
    const long = await person.send('earnings', 'say', { text: 'x'.repeat(2001), thread: null });
    expect(long).toMatchObject({
      status: 400,
      outcome: { error: 'That is too long. Keep it within 2000 characters.' },
    });
    const huge = await person.send('earnings', 'say', { text: 'x'.repeat(40_000), thread: null });
    expect(huge).toMatchObject({
      status: 413,
      outcome: { error: 'That is too long. Keep it within 2000 characters.' },
    });
    expect((await person.send('earnings', 'say', { text: '   ', thread: null })).status).toBe(400);
    expect((await person.send('earnings', 'say', [])).status).toBe(400);
    expect((await person.send('nowhere', 'say', { text: 'hello', thread: null })).status).toBe(404);
    expect(
      (await person.send('earnings', 'say', { text: 'hello', thread: 'no-such-message' })).status,
    ).toBe(404);
    expect(open.messages.all).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('presses only buttons that stand on the card', async () => {
    const { message } = await posted();
    const person = visitor(open.address);
    const press = (action: string, value: string) =>
      person.send('earnings', 'press', { message, action, value });
    expect((await press('post', 'meta/1999-q1')).status).toBe(404);
    expect((await press('delete', 'meta/2023-q2')).status).toBe(404);
    expect(heard).toEqual([]);
    expect((await press('post', 'meta/2023-q2')).status).toBe(200);
    expect(heard).toHaveLength(1);
  });
});

describe('a form of several fields', () => {
  const button = { action: 'subscribe', label: '購読', value: '' } as const;
  const inner: Card = {
    ...sampleCard(),
    blocks: [{ type: 'buttons', buttons: [button] }],
    buttons: [],
  };
  async function subscribing() {
    const outcome = await open.preview.post(channel, inner, 'k1');
    if (outcome.state !== 'posted') throw new Error(outcome.state);
    return { message: outcome.ref.message, person: visitor(open.address) };
  }

  it('comes from a button among the blocks, as escaped HTML', async () => {
    const { message, person } = await subscribing();
    const { action, value } = button;
    const { outcome } = await person.send('earnings', 'press', { message, action, value });
    const { fields = '' } = outcome.form ?? {};
    for (const part of [
      '<select id="field-where" name="where" required><option value="earnings" lang="en">#earnings</option>',
      '<legend lang="ja">会社</legend>',
      '<input type="checkbox" name="companies" value="meta" checked> メタ</label>',
      '<input type="checkbox" name="companies" value="tesla"> テスラ</label>',
      '<select id="field-language" name="language" required><option value="ja" selected',
      '<select id="field-second" name="second"><option value=""></option>',
      '<input type="time" id="field-at" name="at" value="08:30">',
      '<span class="optional">（任意）</span></label><textarea id="field-note" name="note" rows="3" maxlength="8000">\na &lt;b&gt;</textarea>',
    ])
      expect(fields).toContain(part);
  });

  it('is handed over with what each field holds, and answered', async () => {
    const { message, person } = await subscribing();
    const filled = { where: ['earnings'], companies: [] };
    const sent = { message, action: 'subscribe', value: 's1', filled };
    const { status, outcome } = await person.send('earnings', 'submit', sent);
    expect([status, outcome.state]).toEqual([200, 'answered']);
    expect(heard).toMatchObject([
      { kind: 'submit', said: JSON.stringify(['subscribe', 's1', filled]) },
    ]);
    expect((await person.drawn(channel)).at(-1)).toMatchObject({
      visibility: 'private',
      text: expect.stringContaining('購読しました'),
    });
  });

  it('is refused from no message, of no kind, or of no shape', async () => {
    const { message, person } = await subscribing();
    const sent = { message, action: 'subscribe', value: '', filled: {} };
    for (const [wrong, status] of [
      [{ message: 'none' }, 404],
      [{ action: 'ask' }, 400],
      [{ filled: { a: 'b' } }, 400],
      [{ filled: { a: ['x'.repeat(8001)] } }, 400],
    ] as const)
      expect((await person.send('earnings', 'submit', { ...sent, ...wrong })).status).toBe(status);
    expect(heard).toEqual([]);
  });
});

describe('what the page gives out', () => {
  it('allows only its own files, and holds no script or style of its own', async () => {
    await posted();
    const page = await visitor(open.address).page('/');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/page/page.js">']);
    expect(html).not.toMatch(/<style|\s(?:style|on\w+)=|="(?:javascript:|https?:|\/\/)/);
  });

  it('serves each of its files with its type, and nothing else', async () => {
    const person = visitor(open.address);
    const html = await (await person.page('/')).text();
    const files = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(3);
    const seen = new Set<string>();
    for (const path of files) {
      const response = await person.page(path);
      expect(response.status, path).toBe(200);
      const type = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' }[
        path.split('.').at(-1)!
      ];
      expect(response.headers.get('content-type'), path).toContain(type);
      for (const [, name] of (await response.text()).matchAll(/from '\.\/([\w-]+\.js)'/g)) {
        if (!seen.has(name!)) files.push(`/page/${name}`);
        seen.add(name!);
      }
    }
    expect(seen).toContain('composer.js');
    expect((await person.page('/page/..%2Findex.ts')).status).toBe(404);
    expect((await person.page('/page/index.ts')).status).toBe(404);
  });

  it('shows what people type as plain text', async () => {
    const person = visitor(open.address);
    await person.send('earnings', 'say', {
      text: '<b>太字</b> [x](https://example.com) 無視',
      thread: null,
    });
    const [message] = await person.drawn(channel);
    expect(message?.text).toContain('<b>太字</b> [x](https://example.com) 無視');
    expect(message?.html).not.toContain('<b>');
    expect(message?.pings).toEqual([]);
  });

  it('says ok at /healthz, and that a page is missing in the reader’s language', async () => {
    const person = visitor(open.address, 'ja-JP,ja;q=0.9,en;q=0.5');
    expect(await (await person.page('/healthz')).text()).toBe('ok');
    const missing = await person.page('/channels/nowhere');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('そのページはありません。');
  });

  it('speaks the browser’s language until a person chooses another', async () => {
    const english = await (await visitor(open.address, 'en-GB,en;q=0.8').page('/')).text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('The beginning of #earnings');
    const choose = (here: string) =>
      fetch(`${open.address}/language`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: open.address },
        body: new URLSearchParams({ language: 'ja', here }),
      });
    const chosen = await choose('/channels/earnings?thread=x');
    expect([chosen.status, chosen.headers.get('location')]).toEqual([
      303,
      '/channels/earnings?thread=x',
    ]);
    const cookie = chosen.headers.get('set-cookie')!.split(';')[0]!;
    const again = await fetch(open.address, { headers: { cookie, 'accept-language': 'en' } });
    expect(await again.text()).toContain('#earnings のはじまり');
    for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      expect((await choose(elsewhere)).status, elsewhere).toBe(400);
    }
  });
});

describe('what a person does', () => {
  it('reads a command however the keyboard spelt it', () => {
    expect(commandIn('/meta q2')).toEqual({ name: 'meta', text: 'q2' });
    expect(commandIn('  /META  q2  2023 ')).toEqual({ name: 'meta', text: 'q2  2023' });
    expect(commandIn('\uff0fｍｅｔａ\u3000ｑ２')).toEqual({ name: 'meta', text: 'q2' });
    expect(commandIn('/')).toEqual({ name: '', text: '' });
    expect(commandIn('EPS は 2/3 ?')).toBeNull();
  });

  it('keeps a command and its answer for the person alone, marked in words', async () => {
    const person = visitor(open.address, 'en');
    await person.send('earnings', 'say', { text: '/meta q2', thread: null });
    expect(
      open.messages.all.map(({ author, visibility, text }) => [author, visibility, text]),
    ).toEqual([
      ['you', 'private', '/meta q2'],
      ['kawaraban', 'private', null],
    ]);
    const drawn = await person.drawn(channel);
    expect(drawn.map(({ text }) => text.includes('Only visible to you'))).toEqual([true, true]);
    expect(drawn.map(({ html }) => html.includes('thread-link'))).toEqual([false, false]);
    expect(heard[0]).toMatchObject({ speaker: { place: channel, language: 'en' } });
  });

  it('lets whoever opens the page settle the channel, in the zone of its operator', async () => {
    await visitor(open.address, 'ja').send('日本 株', 'say', { text: '/meta q2', thread: null });
    const zone = 'Asia/Tokyo';
    const home = { manages: true, name: '日本株', language: 'ja', zone };
    expect(await heard[0]?.speaker.home()).toEqual(home);
  });

  it('asks in the channel and in a thread, and each answer stands where its question stands', async () => {
    const { message } = await posted();
    const person = visitor(open.address);
    await person.send('earnings', 'say', { text: '売上高は?', thread: null });
    await person.send('earnings', 'say', { text: '純利益は?', thread: message });
    expect(heard.map(({ said, speaker }) => [said, speaker.place.thread])).toEqual([
      ['売上高は?', null],
      ['純利益は?', message],
    ]);
    expect(
      (await person.drawn(channel)).map(
        ({ text }) => /返事: .*|売上高は\?|返信 2 件/.exec(text)?.[0],
      ),
    ).toEqual(['返信 2 件', '売上高は?', '返事: 売上高は?']);
    const replies = await person.drawn({ ...channel, thread: message });
    expect(replies.map(({ text }) => /返事: .*|純利益は\?/.exec(text)?.[0])).toEqual([
      '純利益は?',
      '返事: 純利益は?',
    ]);
  });

  it('asks from a private card in private, and from a posted one in its thread', async () => {
    const { message } = await posted();
    const person = visitor(open.address);
    await person.send('earnings', 'ask', { message, value: 'meta/2023-q2', text: '公開の質問' });
    const { outcome } = await person.send('earnings', 'say', { text: '/meta q2', thread: null });
    await person.send('earnings', 'ask', {
      message: outcome.message,
      value: 'meta/2023-q2',
      text: '内緒の質問',
    });
    const asked = open.messages.all.filter(({ text }) => text?.endsWith('質問'));
    expect(asked.map(({ thread, visibility }) => [thread, visibility])).toEqual([
      [message, 'channel'],
      [null, 'private'],
    ]);
  });

  it('says in words that something failed, and nothing of what failed', async () => {
    const broken = await visitor(open.address, 'en').send('earnings', 'say', {
      text: '壊す',
      thread: null,
    });
    expect(broken).toEqual({
      status: 500,
      outcome: { error: 'That did not work. Please try again.' },
    });
    expect(open.logged.some((line) => line.includes('a request to the preview failed'))).toBe(true);
  });
});

describe.each([
  ['slack', 'Slack', 'slack-message'],
  ['discord', 'Discord', 'discord-container'],
])('the page as %s', (look, name, drawing) => {
  const at = (path: string) => `${path}${path.includes('?') ? '&' : '?'}as=${look}`;
  const html = async (path: string, language = 'en') =>
    (await visitor(open.address, language).page(at(path))).text();

  it('draws each card as there, with buttons that do the same', async () => {
    await posted();
    const own = await (await visitor(open.address).page('/channels/earnings')).text();
    const page = await html('/channels/earnings');
    expect(own).not.toContain(drawing);
    expect(page.match(new RegExp(`class="${drawing}"`, 'g'))).toHaveLength(1);
    expect(page).not.toContain('class="card"');
    expect(hooks(page)).toEqual(hooks(own));
    expect(hooks(page)).toHaveLength(2);
  });

  it('says which look it has and that it is a drawing, in the reader’s language', async () => {
    const english = await html('/');
    expect(english.match(/aria-current="true" lang="en">[^<]*/)?.[0]).toMatch(name);
    expect(english).toContain(`the very messages that ${name} would get`);
    const japanese = await html('/', 'ja');
    expect(japanese).toContain('見え方');
    expect(japanese).toContain(`${name} に送るメッセージそのもの`);
    const plain = await (await visitor(open.address, 'en').page('/')).text();
    expect(plain).toContain('View as');
    expect(plain).not.toContain('the very messages');
  });

  it('keeps the look on every way through the page', async () => {
    const { message } = await posted();
    const page = await html(`/channels/earnings?thread=${message}`);
    const links = [...page.matchAll(/href="(\/channels\/[^"]*)"/g)].map(([, path]) => path!);
    const here = `/channels/earnings?thread=${message}`;
    const others = links.filter((path) => !path.endsWith(`as=${look}`));
    expect(others).toEqual(
      [here, `${here}&amp;as=slack`, `${here}&amp;as=discord`].filter(
        (path) => !path.endsWith(look),
      ),
    );
    expect(links.length - others.length).toBeGreaterThan(4);
    expect(page).toContain(`name="here" value="${here}&amp;as=${look}"`);
  });

  it('holds no script, style or address of its own either', async () => {
    await posted();
    const page = await html('/');
    expect(page).not.toMatch(/<style|\s(?:style|on\w+)=|="(?:javascript:|https?:|\/\/)/);
    const styles = await visitor(open.address).page(`/page/${look}.css`);
    expect(styles.headers.get('content-type')).toContain('text/css');
    expect(page).toContain(`href="/page/${look}.css"`);
  });

  it('hears of changes as it draws', async () => {
    const stream = await listen(await revision(), look);
    await vi.waitFor(() => expect(stream.text()).toContain('event: ready'));
    const ref = await posted();
    await vi.waitFor(() => expect(stream.text()).toContain(`class=\\"${drawing}\\"`));
    expect(stream.text()).toContain(`?thread=${ref.message}&amp;as=${look}`);
    expect(stream.text()).not.toContain('class=\\"card\\"');
    stream.stop();
  });
});

it('has its own look where a look of another name is asked for', async () => {
  await posted();
  const page = await (await visitor(open.address).page('/?as=irc')).text();
  expect(page).toContain('class="card"');
  expect(page).not.toContain('as=irc');
});

describe('the stream of changes', () => {
  it('brings a new message as it is drawn, and an edit of it', async () => {
    const stream = await listen(await revision());
    await vi.waitFor(() => expect(stream.text()).toContain('event: ready'));
    const ref = await posted();
    await vi.waitFor(() => expect(stream.text()).toContain(`data-message=\\"${ref.message}\\"`));
    await open.preview.edit(ref, sampleCard('訂正'));
    await vi.waitFor(() => expect(stream.text()).toContain('訂正'));
    stream.stop();
  });

  it('tells a page that has missed something', async () => {
    const before = await revision();
    await posted();
    const late = await listen(before);
    await vi.waitFor(() => expect(late.text()).toContain('event: stale'));
    late.stop();
    const upToDate = await listen(await revision());
    await vi.waitFor(() => expect(upToDate.text()).toContain('event: ready'));
    upToDate.stop();
  });

  it('ends when the preview stops', async () => {
    const stream = await listen(await revision());
    await vi.waitFor(() => expect(stream.text()).toContain('event: ready'));
    const before = Date.now();
    await open.preview.stop();
    await stream.reading;
    // It does not wait for the stream as it does for work: ten seconds.
    expect(Date.now() - before).toBeLessThan(9000);
  });
});

describe('the picture of a card', () => {
  it('is there in both looks, and nothing else is under its address', async () => {
    const outcome = await open.preview.post(channel, sampleCard(), 'picture');
    if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
    const at = `/channels/${channel.channel}/messages/${outcome.ref.message}`;
    const status = async (path: string) => (await fetch(open.address + path)).status;
    expect(await status(`${at}/picture-1/light.png`)).toBe(200);
    expect(await status(`${at}/picture-1/dark.png`)).toBe(200);
    for (const path of [
      `${at}/picture-2/light.png`,
      `${at}/picture-1/purple.png`,
      `${at}/picture-1/__proto__`,
      `/channels/${channel.channel}/messages/none/picture-1/light.png`,
      `/channels/none/messages/${outcome.ref.message}/picture-1/light.png`,
    ])
      expect(await status(path)).toBe(404);
  });
});

describe('the preview as a platform', () => {
  it('posts one key once', async () => {
    const first = await posted('same');
    expect(await posted('same')).toEqual(first);
    expect(open.messages.all).toHaveLength(1);
  });

  it('refuses to post under, or edit, what is not there', async () => {
    const nowhere = { ...channel, thread: 'no-such-message' };
    expect(await open.preview.post(nowhere, sampleCard(), 'k')).toMatchObject({
      state: 'refused',
      retryAfter: null,
    });
    expect(
      await open.preview.edit({ place: channel, message: 'no-such-message' }, sampleCard()),
    ).toMatchObject({ state: 'refused' });
    expect(open.messages.all).toEqual([]);
  });

  it('does not find what is older than asked for', async () => {
    await posted('old');
    expect(await open.preview.find(channel, 'old', Date.now() + 1000)).toEqual({ state: 'none' });
  });

  it.each([
    [
      'en_US.UTF-8',
      'Port {port} on 127.0.0.1 is in use by another program: set PORT to another one (0 picks a free one).',
    ],
    [
      'ja_JP.UTF-8',
      '127.0.0.1 のポート {port} は、ほかのプログラムが使っています。PORT で別のポートを指定してください（0 なら空いているものを選びます）。',
    ],
  ])(
    'says in the operator’s language (%s) which port is in use and what to set',
    async (lang, sentence) => {
      const port = Number(new URL(open.address).port);
      const second = createPreview({
        zone: 'Asia/Tokyo',
        host: '127.0.0.1',
        port,
        lang,
        draw: drawPixel,
        log: createLog('silent'),
        messages: memoryMessages(),
        channels: [],
        drawings: chatDrawings,
        notices: () => Promise.resolve([]),
      });
      const failure = await second.start(answering()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PlatformError);
      expect(failure).toHaveProperty('message', sentence.replace('{port}', String(port)));
      await second.stop();
    },
  );

  it('says what to do where no channel is named', async () => {
    const bare = createPreview({
      zone: 'Asia/Tokyo',
      host: '127.0.0.1',
      port: 0,
      lang: 'en',
      draw: drawPixel,
      log: createLog('silent'),
      messages: memoryMessages(),
      channels: [],
      drawings: chatDrawings,
      notices: () => Promise.resolve([]),
    });
    await bare.start(answering());
    const page = await visitor(bare.address(), 'en').page('/');
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('Name one for preview in digests/subscriptions.yaml');
    await bare.stop();
  });
});
