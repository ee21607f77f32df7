/** How good a place is to part a text; 0 cuts a letter with its marks or an emoji. */
const ranks = {
  insideFigure: 1,
  insideWord: 2,
  word: 3,
  clause: 4,
  sentence: 5,
  line: 6,
  paragraph: 7,
} as const;

const words = new Intl.Segmenter('ja', { granularity: 'word' });
const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' });

// What is never parted: links, and figures with their sign, unit, per cent and the word that turns
// their sign (37億ドルの損失, 21%減, a loss of $3.73B, $(3.73) billion). 77億8,800万ドル and "$32 to $34.5 billion" are one.
const link = String.raw`https?:\/\/[^\s<>「」、。\uFF08\uFF09]+`;
const said = String.raw`約|およそ|計|第|同|マイナス|プラス|about |over |under |at most |minus |plus |negative `;
const cue = String.raw`(?:(?:net |operating )?loss(?:es)? of )?(?:${said}){0,2}`;
const sign = String.raw`[-+−±▲△\uFF0D\uFF0B]`;
const before = String.raw`${cue}${sign}?(?:[A-Z]{1,3}|Rs\.?)?${sign}? ?[$¥€£₩₹\uFFE5]? ?${sign}?['‘’]?`;
const bare = String.raw`[\d\uFF10-\uFF19][\d\uFF10-\uFF19,\uFF0C]*(?:[.\uFF0E][\d\uFF10-\uFF19]+)?`;
const digits = String.raw`(?:${bare}|\(${bare}\)|\uFF08${bare}\uFF09)`;
const enScale = String.raw`trillion|billion|million|thousand|lakh crore|crore|lakh|bn|mn|tn|[TBMKbmk]`;
const scale = String.raw`(?:[兆億万千百](?: ?[兆億万千百]){0,2}|[ -]?(?:${enScale})(?![A-Za-z]))`;
const jaUnit = String.raw`(?:米|香港|カナダ|豪|台湾)?ドル|セント|円|ユーロ|ポンド|人民元|元|ウォン|ルピー|(?:スイス)?フラン|人|名|社|株|倍|割|年度|年|月期|月|日|四半期|パーセント|(?:ベーシス)?ポイント`;
const enUnit = String.raw`(?:(?:Swiss|Canadian|Australian|Hong Kong) )?(?:dollars?|cents?|yen|euros?|pounds?|yuan|won|rupees?|francs?)|percentage points?|percent|per cent|basis points?|bps|pp|pts?|points?|times|x`;
const unit = String.raw`(?:${jaUnit}|(?:${enUnit})(?![A-Za-z])|[%‰\uFF05])`;
const number = String.raw`${before}${digits}(?: ?${scale})?(?: ?${unit})?`;
const kanji = String.raw`[〇一二三四五六七八九十百千万億兆数]{1,20} ?${unit}`;
const joiner = String.raw`(?:(?<=[兆億万千百]) | ?[〜~–—/\uFF5E-] ?|から| to | and )?`;
const loss = String.raw`の(?:純|営業|最終)?(?:損失|赤字|黒字)|増|減| (?:net |operating )?loss(?:es)?(?![a-z])`;
const share = String.raw` (?:per|a)(?: diluted| basic)? share`;
const ending = String.raw`(?:以上|以下|未満|超|余り|近く)?(?:${loss})?(?:${share})?`;
const whole = new RegExp(`${link}|${number}(?:${joiner}${number}){0,5}${ending}|${kanji}`, 'gu');

const letter = /[\p{L}\p{N}]/u;
const closing =
  /[,.!?:;)\]}%、。」』】〉》’”ー々…ぁぃぅぇぉっゃゅょァィゥェォッャュョ\uFF01\uFF05\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F]/u;
const opening = /[([{「『【〈《‘“$¥€£#@\uFF08\uFFE5]/u;

/**
 * The text in pieces of at most `limit` UTF-16 units (2 or more) that give it back when joined.
 * Figures, words, links and emoji stay whole wherever one piece can hold them.
 */
export function splitText(text: string, limit: number): string[] {
  if (!Number.isInteger(limit) || limit < 2) {
    throw new RangeError(`A piece needs room for 2 characters or more, not ${limit}.`);
  }
  if (text.length <= limit) return text === '' ? [] : [text];
  const seams = seamsOf(text);
  const pieces: string[] = [];
  let from = 0;
  while (text.length - from > limit) {
    const to = bestSeam(seams, from, limit) ?? from + withoutHalfPair(text, from, limit);
    pieces.push(text.slice(from, to));
    from = to;
  }
  pieces.push(text.slice(from));
  return pieces;
}

/**
 * The beginning of a text that fits into `limit` UTF-16 units with `more` (… or where the rest is) at
 * its end; the text itself where it fits. A figure that would be cut is left out whole.
 */
export function shortenText(text: string, limit: number, more = '…'): string {
  if (text.length <= limit) return text;
  const mark = more.length <= limit ? more : '…'.slice(0, Math.max(0, limit));
  const room = limit - mark.length;
  const seams = seamsOf(text);
  const end =
    lastSeam(seams, room, 0, ranks.word) ?? lastSeam(seams, room, 0, ranks.insideWord) ?? 0;
  return text.slice(0, end).trimEnd() + mark;
}

/**
 * The text in lines that all fit, parted where words end: for what is measured otherwise than in characters. A figure
 * or a word is parted only where it does not fit into a line of its own; a single letter always does.
 */
export function wrapText(text: string, fits: (line: string) => boolean): string[] {
  const seams = seamsOf(text);
  const lines: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = lineEnd(text, seams, from, fits);
    lines.push(text.slice(from, end).trim());
    from = end;
  }
  return lines.filter((line) => line !== '');
}

function lineEnd(
  text: string,
  seams: Uint8Array,
  from: number,
  fits: (line: string) => boolean,
): number {
  if (fits(text.slice(from).trim())) return text.length;
  for (const rank of [ranks.word, ranks.insideWord, ranks.insideFigure]) {
    const last = lastFitting(text, seams, from, rank, fits);
    if (last !== null) return last;
  }
  const next = seams.findIndex((rank, at) => at > from && rank > 0);
  return next === -1 ? text.length : next;
}

function lastFitting(
  text: string,
  seams: Uint8Array,
  from: number,
  least: number,
  fits: (line: string) => boolean,
): number | null {
  let last: number | null = null;
  for (let at = from + 1; at < text.length; at += 1) {
    if ((seams[at] ?? 0) < least) continue;
    if (!fits(text.slice(from, at).trim())) return last;
    last = at;
  }
  return last;
}

/** The best seam in reach: the end of a paragraph, line, sentence or clause if that fills a third of the piece. */
function bestSeam(seams: Uint8Array, from: number, limit: number): number | null {
  const filled = from + Math.ceil(limit / 3) - 1;
  for (const rank of [ranks.paragraph, ranks.line, ranks.sentence, ranks.clause]) {
    const seam = lastSeam(seams, from + limit, filled, rank);
    if (seam !== null) return seam;
  }
  for (const rank of [ranks.word, ranks.insideWord, ranks.insideFigure]) {
    const seam = lastSeam(seams, from + limit, from, rank);
    if (seam !== null) return seam;
  }
  return null;
}

/** The last place in (after, upTo] of at least this rank. */
function lastSeam(seams: Uint8Array, upTo: number, after: number, rank: number): number | null {
  for (let at = upTo; at > after; at -= 1) {
    if ((seams[at] ?? 0) >= rank) return at;
  }
  return null;
}

/** A letter with more marks than a piece can hold: parted, but not between two halves of a character. */
function withoutHalfPair(text: string, from: number, limit: number): number {
  const last = text.codePointAt(from + limit - 1) ?? 0;
  return last > 0xff_ff ? limit - 1 : limit;
}

/** The rank of every place of a text. */
function seamsOf(text: string): Uint8Array {
  const seams = new Uint8Array(text.length + 1);
  for (const { index } of letters.segment(text)) seams[index] = ranks.insideWord;
  for (const { index } of words.segment(text)) {
    if (seams[index] !== 0) seams[index] = rankAt(text, index);
  }
  for (const found of text.matchAll(whole))
    closeFigure(text, seams, found.index + found[0].search(/\S/), found.index + found[0].length);
  return seams;
}

/** Nothing inside a figure is a seam, nor where a unit that we do not know (71,469店) leans on it. */
function closeFigure(text: string, seams: Uint8Array, start: number, end: number): void {
  const leans = letter.test(text[end] ?? '') && letter.test(text[end - 1] ?? '');
  for (let at = start + 1; at < (leans ? end + 1 : end); at += 1) {
    if (seams[at] !== 0) seams[at] = ranks.insideFigure;
  }
}

/** What ends before this word. */
function rankAt(text: string, at: number): number {
  const next = text[at] ?? '';
  const last = text[at - 1] ?? '';
  if (closing.test(next) || next === '\n' || opening.test(last)) return ranks.insideWord;
  if (last === '\n') return text[at - 2] === '\n' ? ranks.paragraph : ranks.line;
  if (/[。\uFF01\uFF1F]/.test(last) || /[.!?][)”"]?\s$/.test(text.slice(Math.max(0, at - 3), at)))
    return ranks.sentence;
  return /[,;\s、\uFF0C\uFF1B]/u.test(last) ? ranks.clause : ranks.word;
}
