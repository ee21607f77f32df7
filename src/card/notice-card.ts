import type { LanguageCode } from '../language/index.ts';
import type { Block, Card } from './card.ts';

/** A short message: an error that says what to do, or a list. One line stands as text, more as a list. */
export function noticeCard(lang: LanguageCode, title: string, lines: readonly string[]): Card {
  const [line] = lines;
  const text: Block[] = line === undefined ? [] : [{ type: 'text', lang, text: line }];
  const blocks: Block[] = lines.length > 1 ? [{ type: 'list', lang, items: lines }] : text;
  return { language: lang, title, blocks, buttons: [], subject: null };
}
