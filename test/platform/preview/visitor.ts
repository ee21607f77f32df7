import { z } from 'zod';
import { pngSignature } from '../../support/pictures.ts';
import type { Place } from '../../../src/platform/platform.ts';
import type { SeenMessage } from '../contract.ts';

const Outcome = z.object({
  state: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  form: z.object({ title: z.string(), value: z.string(), fields: z.string() }).optional(),
});
type Outcome = z.infer<typeof Outcome>;

/** A message as the page's HTML gives it, with the HTML itself. */
export interface DrawnMessage extends SeenMessage {
  readonly html: string;
}

/** A person at the page without a browser: reads its HTML, does what its script does. */
export function visitor(address: string, language = 'ja') {
  const headers = { 'accept-language': language };
  const page = (path: string) => fetch(address + path, { headers });
  return {
    page,
    async drawn(place: Place): Promise<DrawnMessage[]> {
      const query = place.thread === null ? '' : `?thread=${place.thread}`;
      const html = await (await page(`/channels/${place.channel}${query}`)).text();
      const list = new RegExp(
        `<ol class="messages" role="list" data-thread="${place.thread ?? ''}">(.*?)</ol>`,
        's',
      ).exec(html);
      return Promise.all(
        [...(list?.[1] ?? '').matchAll(/<article.*?<\/article>/gs)].map(async ([article]) => ({
          ...drawnMessage(article),
          pictures: await picturesIn(article, page),
        })),
      );
    },
    /** Sends what the page's script would; gives the parsed answer. */
    async send(
      channel: string,
      deed: 'say' | 'press' | 'ask' | 'submit',
      body: unknown,
    ): Promise<{ status: number; outcome: Outcome }> {
      const response = await fetch(`${address}/channels/${channel}/${deed}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', origin: address },
        body: JSON.stringify(body),
      });
      return { status: response.status, outcome: Outcome.parse(await response.json()) };
    },
  };
}

/** The value of the first button with an action in a message's HTML. */
export function buttonValue(html: string, action: string): string | null {
  const value = new RegExp(`<button[^>]*data-action="${action}"[^>]*data-value="([^"]*)"`).exec(
    html,
  )?.[1];
  return value === undefined ? null : decode(value);
}

/** What is told in words of the pictures that are there, in both looks. */
async function picturesIn(html: string, page: (path: string) => Promise<Response>) {
  const found = [
    ...html.matchAll(/<source srcset="([^"]*)"[^>]*><img src="([^"]*)" alt="([^"]*)"/g),
  ];
  const drawn = await Promise.all(
    found.map(async ([, dark = '', light = '', alt = '']) => {
      const files = await Promise.all([dark, light].map((path) => page(decode(path))));
      const bytes = await Promise.all(files.map((file) => file.bytes()));
      const there = bytes.every((each) => pngSignature.every((byte, at) => each[at] === byte));
      return there ? [decode(alt)] : [];
    }),
  );
  return drawn.flat();
}

function drawnMessage(html: string): Omit<DrawnMessage, 'pictures'> {
  const attribute = (name: string) => new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1] ?? '';
  const words = html.replaceAll(/<button.*?<\/button>/gs, '').replaceAll(/<svg.*?<\/svg>/gs, '');
  return {
    id: attribute('message'),
    visibility: attribute('visibility') === 'private' ? 'private' : 'channel',
    text: decode(words.replaceAll(/<[^>]*>/g, '\n').replaceAll(/\s*\n\s*/g, '\n')),
    pings: live(html),
    html,
  };
}

/** What would load, lead away or run: links (that to the thread apart), pictures, frames, scripts, handlers. */
function live(html: string): string[] {
  const tags = html.match(/<(?:a|img|iframe|script|form|object|video|audio|link)\b[^>]*>/g) ?? [];
  const handlers = html.match(/<[^>]*\son\w+=[^>]*>/g) ?? [];
  return [
    ...tags.filter(
      (tag) => !tag.includes('class="thread-link"') && !tag.startsWith('<img src="/channels/'),
    ),
    ...handlers,
  ];
}

function decode(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name] ?? '');
}
