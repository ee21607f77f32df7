import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { etag } from 'hono/etag';
import { languageDetector } from 'hono/language';
import { z } from 'zod';
import { pictureName, picturesOf } from '../../card/pictures.ts';
import { isLanguageCode, type LanguageCode, languageCodes } from '../../language/index.ts';
import type { Log } from '../../log.ts';
import type { DrawPicture, Handlers } from '../platform.ts';
import { assets } from './assets.ts';
import type { Board } from './board.ts';
import { ownHostOnly, ownOriginOnly, strictHeaders } from './guard.ts';
import { type ChatDrawings, drawCards, lookOf } from './looks.ts';
import { channelPage, plainPage } from './page.ts';
import { noticeBar, type PreviewNotice } from './notices.ts';
import {
  ask,
  Asked,
  type Outcome,
  type Parts,
  type Person,
  press,
  Pressed,
  Said,
  say,
  submit,
  Submitted,
  textLimit,
} from './person.ts';
import { changes } from './stream.ts';
import type { Watchers } from './watchers.ts';
import { fill, words } from './words.ts';

/** What the page's server is made of. */
export interface Site {
  readonly board: Board;
  /** IANA: where nothing else is said. */
  readonly zone: string;
  readonly watchers: Watchers;
  readonly handlers: Handlers;
  readonly draw: DrawPicture;
  readonly log: Log;
  readonly drawings: ChatDrawings;
  readonly notices: () => Promise<readonly PreviewNotice[]>;
  readonly port: () => number;
  /** Keeps count of work that must end before the server may stop; null once it is stopping. */
  readonly during: <Result>(work: () => Promise<Result>) => Promise<Result> | null;
}

const languageCookie = 'kawaraban_language';
const largestBody = 32 * 1024;

/** The page's server: pages, files, the stream of changes, and what a person may do. */
export function routes(site: Site): Hono {
  const app = new Hono();
  app.use(strictHeaders(), ownHostOnly(site.port), ownOriginOnly());
  app.use(bodyLimit({ maxSize: largestBody, onError: tooLong }));
  app.use(
    languageDetector({
      order: ['cookie', 'header'],
      lookupCookie: languageCookie,
      caches: false,
      supportedLanguages: [...languageCodes],
      fallbackLanguage: 'en',
    }),
  );
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/page/:file', etag(), file);
  app.get('/', (c) => page(c, site, site.board.channels[0]?.id));
  app.get('/channels/:channel', (c) => page(c, site, c.req.param('channel')));
  app.get('/channels/:channel/events', (c) => events(c, site));
  app.get('/channels/:channel/messages/:message/:picture/:file', (c) => pictureOf(c, site));
  app.get('/notices', async (c) => {
    c.header('Cache-Control', 'no-store');
    return c.html(noticeBar(await noticesHere(site), languageHere(c)));
  });
  app.get('/commands', (c) => c.json(completions(site.handlers, languageHere(c))));
  app.post('/channels/:channel/say', (c) => act(c, site, Said, say));
  app.post('/channels/:channel/press', (c) => act(c, site, Pressed, press));
  app.post('/channels/:channel/ask', (c) => act(c, site, Asked, ask));
  app.post('/channels/:channel/submit', (c) => act(c, site, Submitted, submit));
  app.post('/language', chooseLanguage);
  app.notFound((c) => c.html(plainPage(languageHere(c), wordsHere(c).notFound), 404));
  app.onError((err, c) => {
    site.log.error({ err, path: c.req.path }, 'a request to the preview failed');
    return c.json({ error: wordsHere(c).failed }, 500);
  });
  return app;
}

function languageHere(c: Context): LanguageCode {
  const code = c.get('language');
  return code !== undefined && isLanguageCode(code) ? code : 'en';
}

async function drawingHere(c: Context, { drawings }: Site) {
  const look = lookOf(c.req.query('as'));
  return { language: languageHere(c), look, drawCard: await drawCards(look, drawings) };
}

function wordsHere(c: Context) {
  return words[languageHere(c)];
}

function tooLong(c: Context) {
  return c.json({ error: fill(wordsHere(c).tooLong, { limit: textLimit }) }, 413);
}

function file(c: Context) {
  const asset = assets.get(c.req.param('file') ?? '');
  if (!asset) return c.notFound();
  return c.body(asset.body, 200, { 'Content-Type': asset.type, 'Cache-Control': 'no-cache' });
}

async function page(c: Context, site: Site, id: string | undefined) {
  const { board, watchers, handlers } = site;
  const language = languageHere(c);
  const channel = board.channels.find((one) => one.id === id);
  if (!channel) {
    const sentence =
      board.channels.length === 0 ? words[language].noChannels : words[language].notFound;
    return c.html(plainPage(language, sentence), 404);
  }
  const revision = watchers.revision(); // before the list: what comes between is sent once more
  const all = await board.list(channel.id);
  const root =
    all.find((message) => message.id === c.req.query('thread') && message.thread === null) ?? null;
  const example = completions(handlers, language)[0]?.text ?? null;
  const drawing = await drawingHere(c, site);
  const notices = await noticesHere(site);
  c.header('Cache-Control', 'no-store');
  c.header('Vary', 'Accept-Language, Cookie');
  return c.html(
    channelPage({
      ...drawing,
      channels: board.channels,
      channel,
      all,
      root,
      example,
      revision,
      notices,
    }),
  );
}

async function events(c: Context, site: Site) {
  const { board, watchers, log } = site;
  const channel = c.req.param('channel') ?? '';
  if (!board.channels.some(({ id }) => id === channel)) return c.notFound();
  const seen = c.req.header('last-event-id') ?? c.req.query('revision') ?? '';
  return changes(c, { board, watchers, log, channel, drawing: await drawingHere(c, site), seen });
}

/** What needs the operator; nothing where the store cannot tell. */
function noticesHere({ notices, log }: Site): Promise<readonly PreviewNotice[]> {
  return notices().catch((err: unknown) => {
    log.error({ err }, 'what needs the operator cannot be told');
    return [];
  });
}

/** The PNG of a picture of a message's card. */
async function pictureOf(c: Context, { board, draw }: Site) {
  const { channel = '', message = '', picture: name, file: wanted } = c.req.param();
  const theme = (['light', 'dark'] as const).find((each) => wanted === `${each}.png`);
  if (!theme || !board.channels.some(({ id }) => id === channel)) return c.notFound();
  const card = (await board.list(channel)).find(({ id }) => id === message)?.card;
  const picture = card && picturesOf(card).find((each) => pictureName(card, each) === name);
  if (!picture) return c.notFound();
  const { bytes } = await draw(picture.chart, theme);
  // A card may be corrected, and its picture with it.
  const headers = { 'Content-Type': 'image/png', 'Cache-Control': 'no-cache' };
  return c.body(new Uint8Array(bytes), 200, headers);
}

/** Every command with each of its choices, as typed, with what it does. */
function completions(handlers: Handlers, language: LanguageCode) {
  return handlers.commands().flatMap(({ name, description, choices }) => {
    if (choices.length === 0) return [{ text: `/${name}`, description: description[language] }];
    return choices.map((choice) => ({
      text: `/${name} ${choice.text}`,
      description: choice.description[language],
    }));
  });
}

/** Reads what the page sent, does it, and says what became of it. */
async function act<Sent>(
  c: Context,
  site: Site,
  shape: z.ZodType<Sent>,
  deed: (parts: Parts, person: Person, sent: Sent) => Promise<Outcome>,
) {
  const person = { channel: c.req.param('channel') ?? '', language: languageHere(c) };
  const says = words[person.language];
  const sent = shape.safeParse(await c.req.json<unknown>().catch(() => null));
  if (!site.board.channels.some(({ id }) => id === person.channel))
    return c.json({ error: says.gone }, 404);
  if (!sent.success) {
    const long = sent.error.issues.some(({ code }) => code === 'too_big');
    return c.json({ error: long ? fill(says.tooLong, { limit: textLimit }) : says.failed }, 400);
  }
  const outcome = await site.during(() => deed(site, person, sent.data));
  if (outcome === null) return c.json({ error: says.stopping }, 503);
  return outcome.state === 'gone' ? c.json({ error: says.gone }, 404) : c.json(outcome);
}

const Choice = z.object({
  language: z.enum(languageCodes),
  /** Where to go back to: a path of this page, never another site. */
  here: z.string().regex(/^\/(?![/\\])/),
});

async function chooseLanguage(c: Context) {
  const choice = Choice.safeParse(await c.req.parseBody());
  if (!choice.success) return c.html(plainPage(languageHere(c), wordsHere(c).failed), 400);
  const aYear = 365 * 24 * 60 * 60;
  setCookie(c, languageCookie, choice.data.language, {
    path: '/',
    sameSite: 'Strict',
    httpOnly: true,
    maxAge: aYear,
  });
  return c.redirect(choice.data.here, 303);
}
