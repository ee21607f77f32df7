import { readFileSync } from 'node:fs';

/** A file the page loads from us: its bytes as text and the type it is served with. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const;

function asset(name: string, type: keyof typeof types): [string, Asset] {
  const body = readFileSync(new URL(`./page/${name}.${type}`, import.meta.url), 'utf8');
  return [`${name}.${type}`, { type: types[type], body }];
}

/** Every file of the page by name; read once, for they ship with the code. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  asset('card', 'css'),
  asset('page', 'css'),
  asset('slack', 'css'),
  asset('discord', 'css'),
  asset('seal', 'svg'),
  asset('page', 'js'),
  asset('messages', 'js'),
  asset('composer', 'js'),
  asset('buttons', 'js'),
  asset('server', 'js'),
]);

/** The styles a card needs wherever it stands. */
export const cardStyles = assets.get('card.css')?.body ?? '';
