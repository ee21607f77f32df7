import type { LanguageCode } from '../language/index.ts';

/** The languages a card is written in. */
export type CardLanguage = LanguageCode | 'both';

/** How a result stands to what was expected: shown by word and symbol, never by colour alone. */
export type Verdict = 'beat' | 'miss' | 'in_line' | 'not_comparable';

/** One figure as people read it. All texts are plain: each platform escapes them its own way. */
export interface FigureRow {
  /** 売上高 / Revenue. */
  readonly label: string;
  /** 320億ドル / $32B: the source's full precision. */
  readonly value: string;
  /** Year on year, consensus, verdict: short clauses in reading order. */
  readonly details: readonly string[];
  readonly verdict: Verdict | null;
  /** The figure's id in its digest, and the sentence it rests on. */
  readonly figure: string;
  readonly quote: string;
}

export type Block =
  | { readonly type: 'heading'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'text'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'figures'; readonly lang: LanguageCode; readonly rows: readonly FigureRow[] }
  | { readonly type: 'list'; readonly lang: LanguageCode; readonly items: readonly string[] }
  | { readonly type: 'quote'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'note'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'divider' };

/** What a press means; `value` is data for the handler (never shown). */
export interface Button {
  readonly action: 'ask' | 'language' | 'post' | 'evidence';
  readonly label: string;
  readonly value: string;
}

/** One question with a field to type into: a modal on platforms that have them. */
export interface Form {
  readonly action: 'ask';
  readonly title: string;
  readonly label: string;
  readonly submit: string;
  readonly value: string;
}

/** What a card is about, so that questions under it find their digest. */
export interface Subject {
  readonly digest: string;
  readonly revision: number;
}

/** What people see, as data, with no platform in sight. */
export interface Card {
  readonly language: CardLanguage;
  /** One line: メタ 2023年4〜6月期 決算. */
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly buttons: readonly Button[];
  readonly subject: Subject | null;
}

/** A piece of an article that an answer rests on. */
export interface Evidence {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** Digest and source the offsets refer to; null when a bare article was asked. */
  readonly digest: string | null;
  readonly source: string | null;
}

/** What a question gets: a text, and what it rests on, or a refusal. */
export interface Answer {
  readonly answer: string;
  readonly lang: LanguageCode;
  readonly refused: boolean;
  readonly evidence: readonly Evidence[];
  /** Ids of the figures used, as `digest#figure`. */
  readonly figures: readonly string[];
}
