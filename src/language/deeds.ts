/** What people ask for by command besides one digest and settings. */
export const deedVerbs = ['compare', 'search', 'list'] as const;
export type DeedVerb = (typeof deedVerbs)[number];

/**
 * How people ask in one language for several digests at once. Patterns are regular expression sources over text in
 * plain forms (NFKC, lower case) and match whole words as those of questions do.
 */
export interface DeedWords {
  /** What shows that digests are to stand side by side, anywhere in a command. */
  readonly compare: string;
  /** What a search begins with; what it may end with, empty for nothing. */
  readonly search: string;
  readonly searchAfter: string;
  /** What asks for all there is. */
  readonly list: string;
  /** Words that say nothing beside these. */
  readonly noise: string;
  /** The verb's own word, as commands are offered. */
  readonly offered: Readonly<Record<DeedVerb, string>>;
}

/** What buttons and commands bring: sources, comparisons, histories, reports, searches, lists. */
export interface DeedsWording {
  /** Where a digest with this {title} was read; which figures are from a source, as a {list}. */
  readonly sourcesTitle: string;
  readonly url: string;
  readonly figuresFrom: string;
  readonly noFiguresFrom: string;
  /** There is nothing to hold the digest of this {title} against; it was withdrawn; more than {count} were named. */
  readonly nothingBeside: string;
  readonly withdrawnBeside: string;
  readonly tooManyBeside: string;
  /** How to ask for a comparison, by the {list} of commands; it takes two. */
  readonly compareHow: string;
  /** What became of a digest: a {revision} first seen {at} a time, against the one before it or an older one ({from}). */
  readonly historyTitle: string;
  readonly revision: string;
  readonly revisionFrom: string;
  /** What one revision said, or those {from} one {to} another, is not kept. */
  readonly notKept: string;
  readonly noneKept: string;
  readonly nothingToHoldAgainst: string;
  readonly neverCorrected: string;
  /** The form "wrong number?". */
  readonly reportTitle: string;
  readonly reportFigure: string;
  readonly reportOther: string;
  readonly reportText: string;
  readonly reportSubmit: string;
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly thanksFigure: string;
  readonly noWords: string;
  /** What was to be posted is not kept any more. */
  readonly shareGone: string;
  /** Nothing tells what a question is about; {company} is one to name. */
  readonly askHow: string;
  /** What stands in the articles: {words} that were looked for. */
  readonly searchTitle: string;
  readonly searchHow: string;
  readonly nothingFound: string;
  /** Of {count} sentences these are the first. */
  readonly searchMore: string;
  /** Everything there is; a {title} with the {command} that shows it; {count} more. */
  readonly listTitle: string;
  readonly listLine: string;
  readonly listMore: string;
  /** The {list} of commands that show what there is. */
  readonly toSee: string;
  /** What stands beside the verbs in a list of commands. */
  readonly offers: Readonly<Record<DeedVerb, string>>;
  /** What the operator is told of reports: {count} of them, the newest {at} a time; one of them. */
  readonly operator: {
    readonly open: string;
    readonly line: string;
    readonly none: string;
    readonly closed: string;
    readonly noSuch: string;
    readonly toClose: string;
    /** The id of a report is no number. */
    readonly badId: string;
  };
}
