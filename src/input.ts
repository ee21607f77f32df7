import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { languageTag } from './config.ts';
import { AnnotatedArticle } from './eval/schema.ts';
import {
  detectLanguage,
  type LanguageCode,
  languageOf,
  operatorLanguage,
} from './language/index.ts';
import type { OperatorWording } from './language/operator.ts';
import { fillBlanks } from './language/wording.ts';
import type { Received } from './ingest.ts';

/** Input that cannot be used; the message is one sentence that says what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The language of messages to the operator. */
export function ownLanguage(): LanguageCode {
  return operatorLanguage(languageTag());
}

/** An error the operator can mend, in their language. */
export function inputError(
  sentence: keyof OperatorWording,
  blanks: Readonly<Record<string, string>>,
): InputError {
  return new InputError(fillBlanks(languageOf(ownLanguage()).wording.operator[sentence], blanks));
}

/** A file as text; throws InputError where it is missing, no text, or empty. */
async function textOf(path: string): Promise<string> {
  const info = await stat(path).catch(() => null);
  if (info?.isDirectory()) throw inputError('isFolder', { path });
  if (!info?.isFile()) throw inputError('noSuchFile', { path });
  const bytes = await readFile(path);
  const text = bytes.toString('utf8');
  // Shift_JIS is none, nor is a picture.
  if (!isUtf8(bytes) || text.includes('\u0000')) throw inputError('notText', { path });
  if (text.trim() === '') throw inputError('emptyFile', { path });
  if (markup.test(text)) throw inputError('isMarkup', { path });
  return text;
}

/** What web pages begin with. */
const markup = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b/i;

/** An article as received: plain text, or the text of an annotated .json with what it says of itself. */
export async function received(path: string, lang: LanguageCode | undefined): Promise<Received> {
  const text = await textOf(path);
  if (!path.endsWith('.json'))
    return { text, language: lang ?? detectLanguage(text), facts: {}, names: [] };
  const article = annotated(path, text);
  const names = typeof article.company === 'string' ? [article.company] : (article.company ?? []);
  const facts = {
    title: article.title,
    publisher: article.publisher,
    published: article.publishedAt,
  };
  return { text: article.text, language: lang ?? article.lang, facts, names };
}

/** An annotated article from its file's text; throws InputError where it is none. */
export function annotated(path: string, text: string): AnnotatedArticle {
  try {
    return AnnotatedArticle.parse(JSON.parse(text));
  } catch {
    throw inputError('notAnnotated', { path });
  }
}
