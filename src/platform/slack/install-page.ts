import type { ServerResponse } from 'node:http';
import { languageOf } from '../../language/index.ts';
import { fillBlanks } from '../../language/wording.ts';

/** What a page of the installation says. */
export type InstallNews = 'done' | 'cancelled' | 'failed';

const statuses: Readonly<Record<InstallNews, number>> = { done: 200, cancelled: 200, failed: 400 };

/** Nothing is loaded, framed, kept or told to others: the address of the page holds Slack's code. */
const strict = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** Sets the headers of every answer that an installation gives. */
export function guard(response: ServerResponse): void {
  for (const [name, value] of Object.entries(strict)) response.setHeader(name, value);
}

/** Answers in Japanese and English; `url` is where an installation begins. */
export function showPage(response: ServerResponse, news: InstallNews, url: string): void {
  const sentences = (['ja', 'en'] as const).map((lang) => {
    const said = fillBlanks(languageOf(lang).wording.install[news], { url });
    return `<p lang="${lang}">${escaped(said)}</p>`;
  });
  const { title } = languageOf('ja').wording.install;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>`;
  response.writeHead(statuses[news], { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="ja">${head}<main>${sentences.join('')}</main></html>\n`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
