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

/** What a bar of a chart stands for: the result, a forecast of the market or of the company, an earlier period. */
export const barRoles = ['actual', 'consensus', 'guidance', 'before'] as const;
export type BarRole = (typeof barRoles)[number];

/** One value of a chart. */
export interface Bar {
  readonly role: BarRole;
  /** 実績, 市場予想, 2023年第1四半期. */
  readonly label: string;
  /** The exact decimal of the figure, which is what is plotted. */
  readonly value: string;
  /** The same as it is written: 320億ドル. */
  readonly text: string;
  /** The figure that holds it, as its value or as that of a comparison: `meta/2023-q2#revenue`. */
  readonly figure: string;
}

/** Bars of one metric and unit on one axis, from zero. */
export interface Panel {
  readonly title: string;
  /** What the source says of them: +11% year on year; may be empty. */
  readonly note: string;
  readonly bars: readonly Bar[];
}

/** A chart as data: whoever shows the card draws it. */
export interface Chart {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly sources: readonly string[];
}

/** What pictures are drawn for: a light page or a dark one. */
export type Theme = 'light' | 'dark';

/** A chart with what it says in words, for those who do not see it. */
export interface Picture {
  readonly type: 'picture';
  readonly lang: LanguageCode;
  readonly alt: string;
  readonly chart: Chart;
}

export type Block =
  | { readonly type: 'heading'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'text'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'figures'; readonly lang: LanguageCode; readonly rows: readonly FigureRow[] }
  | { readonly type: 'list'; readonly lang: LanguageCode; readonly items: readonly string[] }
  | { readonly type: 'quote'; readonly text: string; readonly lang: LanguageCode }
  | { readonly type: 'note'; readonly text: string; readonly lang: LanguageCode }
  | Picture
  /** Buttons among the blocks, under what they are about. */
  | { readonly type: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly type: 'divider' };

/** What buttons do; their values say with what. */
export const buttonActions = [
  'ask', // opens the form for a question: a digest, several, or nothing (what the thread is about)
  'language', // the card in another language, for the person alone: `meta/2023-q2#en`
  'evidence', // every number with its sentence: a digest
  'post', // the digest's card to the channel
  'share', // what is kept under this id to the channel: an answer, a comparison
  'sources', // where a digest was read: a digest
  'compare', // a digest beside earlier ones
  'history', // what was corrected: a digest
  'report', // opens the form "wrong number?": a digest
  'show', // the card of a digest, for the person alone
  'subscribe', // opens the form for a subscription: empty, or the id of one to change
  'unsubscribe', // ends a subscription: its id
  'preview', // what comes next in a channel: its id
  'own_language', // the language a person is answered in: ja, en, or empty
  'ingest', // opens the form that makes a digest of a text: the text, or empty
] as const;
export type ButtonAction = (typeof buttonActions)[number];

/** What a press means; `value` is data for the handler (never shown). */
export interface Button {
  readonly action: ButtonAction;
  readonly label: string;
  readonly value: string;
  /** True for what few need: it stands in a menu where the platform has one. */
  readonly rare?: boolean;
}

/** One field of a form; `id` names what was filled in. */
export type Field =
  | {
      readonly kind: 'text';
      readonly id: string;
      readonly label: string;
      /** What it holds when it opens. */
      readonly value: string;
      readonly long: boolean;
      readonly optional: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      /** The values that are chosen when it opens. */
      readonly chosen: readonly string[];
      readonly many: boolean;
      readonly optional: boolean;
    }
  | {
      readonly kind: 'channel';
      readonly id: string;
      readonly label: string;
      readonly chosen: string;
    }
  | {
      readonly kind: 'time';
      readonly id: string;
      readonly label: string;
      /** 08:30, or empty. */
      readonly chosen: string;
    };

/** Fields to fill in: a modal on platforms that have them. */
export interface Form {
  readonly action: 'ask' | 'report' | 'subscribe' | 'ingest';
  readonly title: string;
  readonly submit: string;
  readonly value: string;
  readonly fields: readonly Field[];
}

/** What was filled in, by the id of the field: one text, the values chosen, or nothing. */
export type Filled = Readonly<Record<string, readonly string[]>>;

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
