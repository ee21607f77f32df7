import type { Sentence, Span } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import type { Token } from '../figure/lexer.ts';
import type { Line } from '../figure/table-lines.ts';
import type { LanguageCode } from '../language/index.ts';
import { type Grammar, grammarOf } from './statement-grammar.ts';

type Kind = 'risk' | 'outlook';

/** A sentence that states a risk or an outlook, with its exact place. */
export interface FoundStatement extends Sentence {
  readonly kind: Kind;
}

/** How many of each kind a reading keeps: the strongest, in the order of the text. */
const most = 8;
/** What one sentence has to reach before any is kept: where none is plain, none is there. */
const plain = 3;
/** What a sentence has to reach to be kept beside a plain one. */
const beside = 2;

/**
 * Sentences of a text that state risks and outlooks, by the language's words; none is made up where none is there.
 * What holds a forecast of the company's own, at one of the places given, is an outlook whatever its words.
 */
export function findStatements(
  text: string,
  language: LanguageCode,
  lines: readonly Line[],
  forecasts: readonly Span[],
): FoundStatement[] {
  const grammar = grammarOf(language);
  const pieces = piecesOf(text, lines, grammar);
  const risks = pieces.map((piece) => riskStrength(piece, grammar));
  const outlooks = outlookStrengths(pieces, grammar, ownYear(text)).map((strength, index) =>
    Math.max(strength, forecastStrength(pieces[index], forecasts)),
  );
  return [...strongest(pieces, risks, 'risk'), ...strongest(pieces, outlooks, 'outlook')];
}

function strongest(
  pieces: readonly Piece[],
  strengths: readonly number[],
  kind: Kind,
): FoundStatement[] {
  const ranked = pieces.map((piece, index) => ({ piece, strength: strengths[index] ?? 0 }));
  if (!ranked.some(({ strength }) => strength >= plain)) return [];
  return ranked
    .filter(({ strength }) => strength >= beside)
    .toSorted((a, b) => b.strength - a.strength)
    .slice(0, most)
    .map(({ piece: { start, end, text } }) => ({ start, end, text, kind }))
    .toSorted((a, b) => a.start - b.start);
}

/** A sentence with what its place says of it. */
interface Piece extends Sentence {
  readonly folded: string;
  readonly line: number;
  /** A whole sentence with its stop, not a table's row, a heading or a bare item of a list. */
  readonly prose: boolean;
  readonly bullet: boolean;
  readonly tokens: readonly Token[];
}

const bulletMark = /^(?:[•▪■◆・●○◇]\s*|[*-]\s+)(?!\d)/;

/** The sentences of a text, each once, without the headline above it: the body says it better. */
function piecesOf(text: string, lines: readonly Line[], { stop }: Grammar): Piece[] {
  const seen = new Set<string>();
  const several = text.trim().includes('\n');
  let line = 0;
  let at = 0;
  return lines.flatMap(({ sentence, tokens }): Piece[] => {
    // Counted on the way, so that a long line costs no more than many short ones.
    for (; at < sentence.start; at += 1) if (text.charAt(at) === '\n') line += 1;
    const key = sentence.text.replace(/[\s*#]/g, '');
    if (seen.has(key)) return [];
    seen.add(key);
    const folded = fold(sentence.text);
    const prose = stop.test(folded);
    const bullet = bulletMark.test(folded);
    const headline = seen.size === 1 && several && !prose && !bullet;
    return headline ? [] : [{ ...sentence, folded, line, prose, bullet, tokens }];
  });
}

/** The year the article is about: the one it names most. */
function ownYear(text: string): number {
  const counts = new Map<number, number>();
  for (const year of yearsIn(fold(text))) counts.set(year, (counts.get(year) ?? 0) + 1);
  const [named = [Infinity]] = [...counts].toSorted(([a, x], [b, y]) => y - x || b - a);
  return named[0];
}

function yearsIn(folded: string): number[] {
  return Array.from(folded.matchAll(/(?<!\d)20\d\d(?![\d,.]*\d)/g), ([year]) => Number(year));
}

/** How surely a sentence states a risk: threats it names, and beside those what went the wrong way. */
function riskStrength({ folded, prose }: Piece, grammar: Grammar): number {
  const { never, risk } = grammar;
  if (never.test(folded)) return 0;
  const clauses = clausesOf(without(folded, risk.except)).filter(
    (clause) => !risk.elsewhere.test(clause),
  );
  const threats = clauses
    .filter((clause) => !risk.relief.test(clause))
    .reduce((total, clause) => total + threatsIn(clause, grammar), 0);
  const strong = Math.min(threats, 3) * plain;
  // A table's row or a heading has to say it outright.
  if (!prose) return strong;
  const hints = clauses.reduce((total, clause) => total + count(clause, risk.hints), 0);
  // What a share did on the day is no word on the business.
  const fall = grammar.price.test(folded)
    ? 0
    : fallStrength(clauses, risk.contrast.test(folded), grammar);
  return strong + Math.max(fall, Math.min(hints, beside));
}

function clausesOf(said: string): string[] {
  return said.split(/[;:、()—–]|,(?!\d)/);
}

function threatsIn(clause: string, { risk }: Grammar): number {
  const named = count(clause, risk.threats);
  // Most clauses hold no word of any pair.
  if (!risk.paired.test(clause)) return named;
  return named + risk.pairs.filter((pair) => pair.every((word) => word.test(clause))).length;
}

/** What went the wrong way: plain where it tells of what a business lives on, not of a number alone. */
function fallStrength(clauses: readonly string[], against: boolean, grammar: Grammar): number {
  const wrong = clauses.map((clause) => wayOf(clause, grammar));
  if (wrong.includes('strain')) return plain;
  const worse = wrong.includes('wrong') || (against && wrong.includes('both'));
  const told = worse ? beside : wrong.includes('result') ? 1 : 0;
  // "Up 8% from the quarter before and down 4% from a year earlier" is a number like any other.
  const mixed = wrong.includes('both') || wrong.includes('right');
  if (told === 0 || (mixed && !against)) return Math.min(told, 1);
  return against ? told + 0.5 : told;
}

/** Which way a clause says that things went; more costs are the wrong way, more sales the right one. */
function wayOf(
  clause: string,
  { risk, increase, decrease, price }: Grammar,
): 'strain' | 'wrong' | 'result' | 'right' | 'both' | null {
  if (price.test(clause)) return null;
  const up = increase.test(clause);
  const down = decrease.test(clause) || risk.falls.test(clause);
  if (up && down) return 'both';
  if (!up && !down) return risk.relief.test(clause) ? 'right' : null;
  if (risk.burdens.test(clause) !== up) return 'right';
  const mere = /\d/.test(clause) || risk.relief.test(clause);
  if (down && !mere && risk.strained.test(clause)) return 'strain';
  return risk.results.test(clause) ? 'result' : 'wrong';
}

/** How surely each sentence states an outlook: by its own words, its section, and the sentence before it. */
function outlookStrengths(pieces: readonly Piece[], grammar: Grammar, year: number): number[] {
  let section = false;
  let before = { strength: 0, line: -1 };
  return pieces.map((piece) => {
    const heading = headingOf(piece, grammar);
    if (heading !== null) section = heading === 'outlook';
    // A title is no statement, but a bare item above a list may be one.
    if (heading === 'outlook') return 0;
    const own = outlookStrength(piece, grammar, year);
    const row = section ? rowStrength(piece, own, grammar) : 0;
    const follows = before.line === piece.line && before.strength >= plain && own < plain;
    const strength = own + row + (follows ? goingOnStrength(piece, grammar) : 0);
    if (piece.folded.endsWith(':') && own >= plain) section = true;
    before = { strength, line: piece.line };
    return strength;
  });
}

/** What a forecast that was read makes of its sentence; rows of tables only stand beside plainer ones. */
function forecastStrength(piece: Piece | undefined, forecasts: readonly Span[]): number {
  const holds =
    piece !== undefined &&
    forecasts.some(({ start, end }) => start < piece.end && end > piece.start);
  return holds ? (piece.prose ? plain : beside) : 0;
}

/** What a sentence right after an outlook is worth that goes on about it: いずれも期初のまま. */
function goingOnStrength({ folded, tokens }: Piece, { never, outlook }: Grammar): number {
  if (never.test(folded) || !outlook.goesOn.test(folded)) return 0;
  return beside + amountStrength(tokens, false);
}

function outlookStrength(piece: Piece, grammar: Grammar, year: number): number {
  const { never, outlook } = grammar;
  if (never.test(piece.folded)) return 0;
  const said = without(piece.folded, outlook.except);
  const later = outlook.future.test(said) || yearsIn(said).some((each) => each > year) ? 1 : 0;
  const hints = Math.min(count(said, outlook.hints), 2);
  if (hints === 0 && !outlook.expects.test(said) && later === 0) return 0;
  const own = piece.tokens.filter(({ start }) => said.charAt(start - piece.start) !== ' ');
  const amount = amountStrength(own, false);
  const words = isOutlook(said, later > 0, amount > 0, grammar) ? plain : hints;
  if (words === 0) return 0;
  // An amount makes the better of two plain ones; alone it makes none plain.
  if (words + later + Math.min(amount, 1) >= plain) return words + later + amount;
  return piece.prose || amount > 0 ? words + later + Math.min(amount, 1) : 0;
}

/** Whether a sentence says outright what the company looks for, or what it did with what it looks for. */
function isOutlook(said: string, later: boolean, amount: boolean, { outlook }: Grammar): boolean {
  if (outlook.expects.test(said) || (later && outlook.will.test(said))) return true;
  const moved = (part: string) => outlook.guidance.test(part) && outlook.moves.test(part);
  return later || amount ? moved(said) : clausesOf(said).some(moved);
}

/** What standing under the title of an outlook adds: a row with amounts is one, the better for its metric. */
function rowStrength(
  { folded, prose, bullet, tokens }: Piece,
  own: number,
  grammar: Grammar,
): number {
  if (grammar.never.test(folded)) return 0;
  if (prose && !bullet) return own > 0 ? 1 : 0;
  const amount = amountStrength(tokens, true);
  if (amount === 0) return 0;
  return plain + (own > 0 ? 0 : amount) + (tokens.some(({ kind }) => kind === 'metric') ? 1 : 0);
}

/** Money says more of what is to come than a percentage; a bare number says something only in a table's row. */
function amountStrength(tokens: readonly Token[], inRow: boolean): number {
  const amounts = tokens.flatMap((token) => (token.kind === 'quantity' ? [token.quantity] : []));
  const named = amounts.filter(({ bare }) => !bare);
  if (named.some(({ unit }) => unit !== 'percent' && unit !== 'points')) return 3;
  return named.length > 0 || (inRow && amounts.length > 0) ? 2 : 0;
}

/** Whether a line is the title of an outlook or of something else; null for what is no title. */
function headingOf(
  { folded, prose, bullet, tokens }: Piece,
  grammar: Grammar,
): 'outlook' | 'else' | null {
  if (prose || bullet || folded.length > 80) return null;
  if (grammar.outlook.headings.test(without(folded, grammar.outlook.except))) return 'outlook';
  const words = folded.toLowerCase().split(/\s+/);
  // Column heads (GAAP Non-GAAP, Third Quarter | Year) belong to the table below them.
  const isHead = /^\(|\||\d|:$/.test(folded) || new Set(words).size < words.length;
  if (isHead || tokens.some(({ kind }) => kind === 'period' || kind === 'cue')) return null;
  return /^[^\p{L}]*[\p{Lu}\p{Lo}]/u.test(folded) && folded.length <= 50 ? 'else' : null;
}

function without(folded: string, pattern: RegExp): string {
  return folded.replace(pattern, ({ length }) => ' '.repeat(length));
}

function count(folded: string, pattern: RegExp): number {
  return folded.match(pattern)?.length ?? 0;
}
