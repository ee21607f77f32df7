import type { Bound, Currency } from './amount.ts';
import type { Cue } from './cue.ts';
import type { PeriodPattern } from './period-pattern.ts';

/** A pattern with the group `name`; one that only texts with certain words can match is not looked for in others. */
export type SegmentPattern = string | { readonly needs: string; readonly pattern: string };

/**
 * How articles of one language say numbers, periods and comparisons: the reader's grammar as data.
 * Patterns are regular expression sources, matched without regard to case on folded text (full-width
 * ASCII, dashes and quotes folded to their plain forms, one character for one).
 */
export interface Reading {
  /** Characters that end a sentence wherever they stand (。), or only before a space (. in English). */
  readonly sentenceEnds: {
    readonly always: string;
    readonly beforeSpace: string;
    /** Words that no sentence ends with: a line that does goes on (a pattern). */
    readonly never: string;
  };
  /** Words whose full stop ends nothing: Inc., vs. */
  readonly abbreviations: readonly string[];
  /** Labels of a by-line: 著者:, 編集者:, 出典:. */
  readonly byLine: Readonly<
    Record<'author' | 'editor' | 'publisher' | 'picture', readonly string[]>
  >;

  /** What groups the digits of a number, and what sets off its decimals (a pattern). */
  readonly digitMarks: { readonly group: string; readonly point: string };
  /** Scale words and their power of ten: 億 8, billion 9. */
  readonly scales: Readonly<Record<string, number>>;
  /** True where several scales make one number (1兆853億6,200万), false where one follows it (31.06 billion). */
  readonly mixedScales: boolean;
  /** Numbers in words, and the small scales inside larger ones. */
  readonly numerals: Numerals;
  /** Words for whole multiples: tripled 3. */
  readonly multiples: Readonly<Record<string, string>>;
  /** Words for whole parts of something, read beside a word of change alone: down a fifth. */
  readonly fractions: Fractions;
  /** What holds digits and is no number: the names of forms and indices, dates, 数百億, 3分の1. */
  readonly notNumbers: readonly string[];
  /** Words for a minus sign, right before an amount (patterns). */
  readonly minus: readonly string[];
  /** Currency signs before a number: $, ¥. */
  readonly currencyBefore: Readonly<Record<string, Currency>>;
  /** Currency words after a number, with the power of ten of the unit: ドル 0, セント -2. */
  readonly currencyAfter: Readonly<Record<string, readonly [Currency, number]>>;
  /** Words of those that several currencies have: cents. */
  readonly sharedUnits: Readonly<Record<string, readonly Currency[]>>;
  /** Words that make money per share, right after it: per share. */
  readonly perShare: readonly string[];
  /** What stands right before an amount that is of a share: 1株. */
  readonly shareBefore: string;
  /** Counters and nouns of counted things: 人, 件, people. */
  readonly counters: readonly string[];
  /** Those that count who uses or buys: 69,600 customers. */
  readonly countedUsers: readonly string[];
  /** Whether the word for it stands before the people who lose their jobs, or after them. */
  /** What stands before people who are employees: employs. */
  readonly employs: string;
  /** What people are called where their number is that of their jobs: posts. */
  readonly jobs: readonly string[];
  /** What stands right before people who came or went (added, lost), and between their number and their name (new); patterns. */
  readonly additions: {
    readonly gained: string;
    readonly lost: string;
    /** What follows those who went: 8,000 leave. */
    readonly left: string;
    readonly fresh: string;
    /** What follows their number where who they are was told before: adding 8.8 million in the quarter. */
    readonly ends: string;
    /** Right behind their number, who they are in more words than its unit: new postpaid customers. */
    readonly people: string;
    /** A word of these that names no kind of them: new. */
    readonly plain: string;
  };
  readonly dismissals: 'before' | 'after';
  /** What follows an amount, or stands before it, where that is by how much something was beaten. */
  readonly beatenBy: { readonly after: string; readonly before: string };
  /** What says that a sentence is about a competitor. */
  readonly rivals: string;
  /** Those that count people at work. */
  readonly people: readonly string[];
  /** Words for per cent, with the power of ten of the unit: % 0, 割 1. */
  readonly percent: Readonly<Record<string, number>>;
  /** Words that go on after a unit of ten per cent, with their power of ten: 3割5分. */
  readonly percentRest: Readonly<Record<string, number>>;
  /** Words for percentage points, with the power of ten of the unit: ポイント 0, basis points -2. */
  readonly points: Readonly<Record<string, number>>;
  readonly ratio: readonly string[];
  /** What begins as a unit does and is none (patterns): 割れ, won the. */
  readonly notUnits: readonly string[];
  /** What may follow a number that makes it a date, a duration or a length instead: 年, 時間, 文字. */
  readonly notQuantities: readonly string[];
  /** What links the two ends of a range, and what must stand before it (between A and B). */
  readonly ranges: readonly RangePattern[];
  readonly boundsBefore: Readonly<Record<string, Bound>>;
  readonly boundsAfter: Readonly<Record<string, Bound>>;
  /** What begins as a bound after a number does and is none (patterns): 強化, 台湾. */
  readonly notBounds: readonly string[];

  /** Notes that say what bare numbers of a table stand for: in millions, 単位は100万ドル. */
  readonly tableScales: readonly {
    readonly pattern: string;
    readonly power: number;
    readonly currency: Currency | null;
  }[];
  /** What every such note holds and few lines of prose do (a pattern): millions, 単位. */
  readonly tableScaleWords: string;
  /** Heads of columns that hold changes; `versus` null where only what stands beside them says against what. */
  readonly tableChanges: readonly {
    readonly pattern: string;
    readonly versus: 'yoy' | 'qoq' | null;
  }[];
  /** Heads of columns, or of rows, that say what their amounts are; see TableRole. */
  readonly tableRoles: readonly { readonly pattern: string; readonly role: TableRole }[];
  /** Spans of time that a head names without year or month: three months ended. */
  readonly tableSpans: readonly {
    readonly pattern: string;
    readonly part: 'quarter' | 'h1' | '9m' | 'fy';
  }[];
  /** Units that stand in a line of their own above the columns: 百万円, 円 銭, %. */
  readonly tableUnits: readonly {
    readonly pattern: string;
    readonly kind: 'money' | 'per_share' | 'percent';
    readonly power: number;
    readonly currency: Currency | null;
  }[];
  /** What around a metric's name makes its row one of something else: cost of revenue. */
  readonly tableNotMetrics: readonly string[];
  /** Names of the whole where others are of its parts: Total, 連結. */
  readonly tableWholes: readonly string[];
  /** What makes a name in a head the metric itself where another of its kind stands beside it: 親会社株主に帰属する. */
  readonly tableChosen: readonly string[];
  /** What dividends of a year are paid for, as columns: 第2四半期末, 期末, 合計. */
  readonly tableDividends: readonly string[];
  /** What an amount of a dividend is called beside another one: 期末の85円と合わせて年間170円. */
  readonly dividendTerms: string;
  /** What a dividend is called (a pattern) that is of a whole year, or of its first half, whatever period is reported on. */
  readonly dividendParts: readonly { readonly pattern: string; readonly part: 'fy' | 'h1' }[];
  /** Rows that tell of earnings per share below their name: basic, diluted. */
  readonly tableShareRows: readonly string[];
  /** Rows that only another way of counting tells from a row beside them, which is the one to read. */
  readonly tableLesser: readonly string[];
  /** What stands in a head and heads no column: (%表示は、対前期増減率). */
  readonly tableAsides: readonly string[];
  /** What says in a head that quarters are counted from the beginning of the year: (累計). */
  readonly tableCumulative: readonly string[];
  /** What heads how much of a year's forecast was reached, beside results since the year began: 進捗率. */
  readonly tableProgress: readonly string[];
  /** What a label says its amounts are counted in, which holds for its row alone: (p), cents, (millions), (万人). */
  readonly tableLabelUnits: readonly {
    readonly pattern: string;
    readonly of: 'count' | 'per_share';
    readonly power: number;
    readonly currency: Currency | null;
  }[];
  /** How a note below a table begins: (注), Note:. */
  readonly tableNotes: readonly string[];
  /** Notes that say what stands in brackets beside the amounts of a list: a rate, or last year's amount. */
  readonly tableBrackets: readonly {
    readonly pattern: string;
    readonly holds: 'rate' | 'amount';
  }[];
  /** The word that heads a column of a whole year, without naming it. */
  readonly tableYear: string;
  /** What heads a table whose rows are businesses: by segment. */
  readonly tableBusinesses: readonly string[];
  /** What heads a column of names of businesses: Segment, 事業. */
  readonly tableBusinessHeads: readonly string[];
  /** Names of several words that head columns side by side: North America, Rest of World. */
  readonly tableRegions: readonly string[];
  /** True where a word of change stands after its rate (5%増), false where before it (up 5%). */
  readonly tableChangeAfter: boolean;
  /** Words that stand for an empty cell: n/a. */
  readonly tableEmpty: readonly string[];
  /** Words that may stand among the cells of a row. */
  readonly tableWords: readonly string[];

  /**
   * What accounts hold that is none of the metrics (patterns of its names), and what stands between such a name
   * and its amount: the name `before` it (売上原価は), or `after` it (85億円の減損損失).
   */
  readonly items: {
    readonly names: readonly string[];
    readonly before: string;
    readonly after: string;
  };
  /** Words that give a number its role; see Cue. */
  readonly cues: Readonly<Record<Cue, readonly string[]>>;
  /** How the names of the twelve months begin, where the patterns of periods name months (`endName`). */
  readonly months: readonly string[];
  /** How whole dates are written: groups `year`, `month` (a number) or `monthName`. */
  readonly dates: readonly string[];
  /** How periods are named; see PeriodPattern. */
  readonly periods: readonly PeriodPattern[];
  /** How a text names a business of its own: `name`, perhaps `alias`; METRIC stands for any metric's name. */
  readonly segmentPatterns: readonly SegmentPattern[];
  /** What such a match may have around the name itself, none of which is the name's: the, Acme's; null where there is none. */
  /** What the full name of a company ends with; a pattern. */
  readonly legalForms: string;
  readonly segmentEdges: string | null;
  /** What may follow such a name and says that a paragraph is about it: 事業, 部門. */
  readonly segmentSuffixes: readonly string[];
  /** Words that are no such name, whole or at its beginning. */
  readonly notSegments: readonly string[];
  readonly notSegmentStarts: readonly string[];
  /**
   * How a business shows that the numbers after its name are its own: as the subject of its clause, what
   * follows it (`subject`); owning a metric or a number (`owns`: what stands between, or before it where the
   * language puts the metric first, `ownedBy`).
   */
  readonly ownership: {
    readonly subject: string;
    /** As the subject of a paragraph: what follows it then. */
    readonly topic: string;
    readonly owns: string;
    readonly ownedBy: string;
    /** What links a clause to an amount before it: (at $2.9 billion) and. */
    readonly coordinates: string;
    /** A clause on a business that it does not name: its largest unit. */
    readonly unnamed: string;
    /** What makes an amount that of the name after it: (of that, $3 billion) came from. */
    readonly cameFrom: string;
    /** What may stand before a name at the head of its clause that is its subject; null where only what follows tells. */
    readonly head: string | null;
  };
  /** What stands between an amount and words of what was expected that say nothing of it: 50億円と、従来予想を上回った. */
  readonly besideOnly: string;
  /** What follows a part of a year that what comes is of alone: 1~3月期だけ. */
  readonly aloneAfter: string;
  /** What stands before a bare word for profits that is the metric named before: 同利益. */
  readonly sameAs: string;
  /** What stands between a metric and the word that makes it a loss: 純損益の赤字は. */
  readonly lossOf: string;
  /** Changes that only sales have: 増収. */
  readonly salesChange: string;
  /** What in the name of a profit says that it is what is left of all: 純利益, net. */
  readonly netNames: string;
  /** What stands around an amount (#) behind a period that something came from: 第1四半期の30億円から減った. */
  readonly fromAmount: string;
  /** Verbs that make what stands before them the forecast before: 予想していた. */
  readonly formerVerb: string;
  /** What follows an amount that was fallen below on the way to another one: 100億円を割り込み、97億円. */
  readonly fellBelow: string;
  /** What stands between an amount and the one that it became: 184億元から228億元へ, 158億円→143億円. */
  readonly fromAfter: readonly string[];
  /** What follows an amount that another one became: に, へ; null where nothing need. */
  readonly became: string | null;
  /** Words by which a forecast is revised, beside such a pair: 上方修正, raised. */
  readonly revisions: readonly string[];
  /** What may stand between an amount and a word of change that makes it the size of the change: 100億円の増加. */
  readonly changeLinks: string;
  /** What stands between a metric and the size of what something did to it: 売上高を340億円、営業利益を45億円押し上げた. */
  readonly doneTo: string;
  /** What follows the size of a change that a rate says again: 31億円、率にして45.6%の増益. */
  readonly rateFollows: string;
  /** Which words of change may follow their size; null for all: $5 million increase, but not $5 million fell. */
  readonly changeNouns: string | null;
  /** What may stand between a word of change and an amount after it that is its size: rose by $5 million. */
  readonly changeLinksBefore: string;
  /**
   * What stands between a figure and a forecast's verb that comes after it (…を見込む) and keeps the figure a
   * result; null where such verbs come before what they foretell.
   */
  readonly resultBefore: string | null;
  /** What follows an amount that a forecast came to: だった. */
  readonly outcomes: string;
  /** What stands between an amount and the words that say when it was: 193億ドルだった前年同期. */
  readonly labelledBy: string;
  /** Words of titles that name no business: Key Takeaways, 業績ハイライト. */
  readonly generalTitles: string;
  /** How a line leads to a list of businesses with the amounts of the metric it names: 以下のようになる. */
  readonly listLeads: string;
  /** What follows a period that something is compared with: 上期よりも, 第1四半期比. */
  readonly thanAfter: string;
  /** What stands between an amount that something is held against and the period it is of: from $3 billion in 2022. */
  readonly within: string;
  /** What stands before one: over the June quarter. */
  readonly thanBefore: string;
  /** What stands before an amount that something is only measured by: below the $195 million reported last year. */
  readonly thanThe: string;
  /** What stands between a word of change and the period that something is compared with: more than in the second quarter of 2013. */
  readonly than: string;
  /** What follows a word of forecast that is only measured by: 予想を下回った. */
  readonly onlyMeasured: string;
  /** What a comparator is called that is no loss (from a profit of $120 million). */
  readonly profitNouns: readonly string[];
  /** Ends of words that compare rates alone (前年同期比): an amount after them is no comparator. */
  readonly rateOnly: readonly string[];
  /** What stands between a number and the name right after it that it is of: (a billion) in net, (37億ドル)の. */
  readonly nameLinks: string;
  /** How sentences begin that may go on about the figure told before: it, that, up. */
  readonly refersBack: string;
  /** What stands between a word of change and the metric that changed: (a 9 percent rise) in quarterly. */
  readonly risesIn: string;
  /** Whether a rate with no word of what it is held against is of the year before, whatever the last one was. */
  readonly yearByDefault: boolean;
  /** What stands between an amount and the one that is held against it without a word of what it was: に対して. */
  readonly heldBy: string;
  /** What stands first between an amount without a name and the name behind it: at $12.4 billion, revenue. */
  readonly looseBefore: string;
  /** What stands between a loss and its amount. */
  readonly ofLoss: string;
  /** What right before an amount (`before`) or right behind it (`after`) makes it a loss or a profit, whatever else is said. */
  readonly signBeside: Readonly<
    Record<'loss' | 'profit', { readonly before: string; readonly after: string }>
  >;
  /** What makes a profit that of a part of the result, or of some of its owners: from continuing operations. */
  readonly partOfResult: string;
  /** How a sentence begins that is about whom the one before was about: It lost $40 million. */
  readonly sameSubject: string;
  /** What stands before a business at the end of a sentence that is all of it: となったのは. */
  readonly cleft: string;
  /** What says that a sentence is of a whole market. */
  readonly surveys: string;
  /** What stands before an amount of another company: a company with $20 billion in annual sales. */
  readonly ofOthers: string;
  /** What stands before a business that is left out, or only counted in: excluding. */
  readonly apart: string;
  /** How words of the time before begin that say what a change is from, and what no amount is: from a year ago. */
  readonly comesFrom: string;
  /** What stands between the words for the forecast before and a name: had forecast a net loss. */
  readonly formerLinks: string;
  /** What follows a name where it is of something told before: revenue from them. */
  readonly ofThem: string;
  /** Verbs of shares that the whole cannot have: accounted for. */
  readonly partVerbs: string;
  /** What follows an amount that is none of a whole period, or of something other than results: a day; turnaround plan. */
  readonly ofElse: string;
  /** How a sentence begins that tells what others expect, all of it: analysts had expected. */
  readonly expectsAll: string;
  /** What stands between an amount and the name of another told along with it: a profit of $1 billion on sales. */
  readonly alongWith: string;
  /** How a sentence begins that holds what was told before against all it tells: that compared with; a pattern. */
  readonly comparesAll: string;
  /** What stands before an amount that the metric told before came to: it ended up at. */
  readonly itCame: string;
  /** What follows the size of a change where its rate comes between them and the word of change: (0.8 million), or 4%, more. */
  readonly sizeBefore: string;
  /** Who expects something beside the company, in words that say what is expected: analysts, Wall Street. */
  readonly analysts: string;
  /** What stands before or behind an amount that something came to where another was expected: the actual figure was. */
  readonly cameInstead: { readonly before: string; readonly after: string };
  /** What follows a rate that is held against another time than the year or the quarter before: than at the end of March. */
  readonly elseWhen: string;
  /** What follows digits with a scale that name nothing counted: 214 mln in the quarter. */
  readonly namesNothing: string;
  /** What behind a large number says that it is one of money: analysts had looked for, off annual costs. */
  readonly moneyBehind: string;
  /** What stands between the size of a change and the amount that it led to: マイナス160億円の140億円. */
  readonly beforeAmount: string;
  /** How a sentence ends that tells a forecast where the one before spoke of forecasts: 120億円になる. */
  readonly foretelling: string;
  /** What stands between a period and its amount of the metric named before: 7~9月期に67億円. */
  readonly inPeriod: string;
  /** What stands between an amount and the metric behind it that it was of before: 241億円あった営業利益. */
  readonly was: string;
  /** What stands before and behind a rate that says how much of the time before something is: 前年同期比102%の. */
  readonly levels: { readonly lead: string; readonly tail: string };
  /** What stands between a business and what it comes to: , at. */
  readonly standsAt: string;
  /** What follows people who are users: used it. */
  readonly usedBy: string;
  /** What stands between a rate and the metric that it is a part of: 12% of total. */
  readonly partOf: string;
  /** What follows an owner's name: 's, の. */
  readonly possessive: string;
  /** How a clause begins that goes on about what the one before it named (aside, deal): which, whose, up. */
  readonly goesOn: string;
  /** What stands between names of metrics that share out the amounts after them: と, /, and. */
  readonly together: string;
  /** What stands before an amount that goes on with the metric before it: and of. */
  readonly andMore: string;
  /** What stands between an amount and the same in other terms: , or ($2.54 per share). */
  readonly orElse: string;
  /** What stands between words of the time before and an amount that is no comparator: (up on last year) to, at. */
  readonly valueLinks: string;
  /** Words that say that a forecast is another now. */
  readonly revises: string;
  /** Words that share out one verb among amounts before it: それぞれ減っている. */
  readonly each: string;
  /** What says the same behind them: respectively. */
  readonly eachAfter: string;
  /** Words between a change and where it led: to 20.4%, 20.4%に. */
  readonly targets: readonly string[];
  /** What follows the name of another company where the number is that company's. */
  readonly rivalMarks: readonly string[];
  /** Names that stand for the reporting company itself: 同社, the company. */
  readonly selfNames: readonly string[];
  /** How sentences say what may go wrong and what a company looks for. */
  readonly statements: StatementGrammar;
}

/** How a language writes numbers without digits; empty where it has no such words. */
export interface Numerals {
  /** Characters for the digits from 0 to 9, and what sets off the decimals of such a number: 三・五. */
  readonly signs: string;
  readonly signsPoint: string;
  /** Words below the first scale and their values: three 3, twenty 20, half a 0.5. */
  readonly words: Readonly<Record<string, string>>;
  /** Words that are a number before a scale alone: a (million) 1. */
  readonly articles: Readonly<Record<string, string>>;
  /** What adds to the words before it: and a half 0.5. */
  readonly rest: Readonly<Record<string, string>>;
  /** Small scales, which a large one multiplies with all their digits: 3千5百万, two hundred million. */
  readonly within: Readonly<Record<string, number>>;
  /** What stands between such a scale and the words after it (a pattern): two hundred and fifty. */
  readonly joint: string;
}

/** Parts of something and the per cents they are; thirds are none exactly. */
export interface Fractions {
  readonly words: Readonly<Record<string, string>>;
  /** What stands before one, beside the words of change (by); what after one (higher). Patterns. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What follows when it is a part of something else: of a year. Patterns. */
  readonly unless: readonly string[];
}

/** What links the two ends of a range; all are patterns. */
export interface RangePattern {
  readonly link: string;
  /** What must stand before it. */
  readonly opener: string | null;
  /** What stands before a pair that is no range (from $4 million to $5 million). */
  readonly unlessAfter?: string;
  /** What stands before two amounts of money that are none (rose $1 million to $5 million). */
  readonly unlessMoneyAfter?: string;
  /** What follows a pair that is no range (1兆円から1兆500億円に). */
  readonly unless?: string;
  /** True where the low end must come first (3000億円から2650億円 is none). */
  readonly ascends?: boolean;
}

/**
 * What amounts of a table are: results, the company's forecasts, the ones before, what others expected, the
 * year before, how much something changed, how large a part it is.
 */
export type TableRole =
  | 'actual'
  | 'guidance'
  | 'prior'
  | 'consensus'
  | 'yearBefore'
  | 'difference'
  | 'share';

/**
 * How articles of one language state a risk or an outlook: classes of words, which the code combines.
 * In Latin words `weak*` stands for every word that begins so.
 */
export interface StatementGrammar {
  /** Sentences with one of these state neither: the small print, dates of calls and payments. */
  readonly never: readonly string[];
  readonly risk: RiskWords;
  readonly outlook: OutlookWords;
}

interface RiskWords {
  /** What looks like a word of the other classes and is none (risk-weighted, 競争力); it is taken out first. */
  readonly except: readonly string[];
  /** What makes a clause tell of something else than the business: the shares, a rival's results. */
  readonly elsewhere: readonly string[];
  /** What says that a threat is over or warded off; it takes those of its clause away. */
  readonly relief: readonly string[];
  /** Each makes its sentence a risk: named dangers, what presses on a business or ails it. */
  readonly threats: readonly string[];
  /** Classes that make a risk where they meet in a clause: may + slow, rivals + gain. */
  readonly pairs: readonly WordPair[];
  /** Two of them make a sentence a risk beside a plain one. */
  readonly hints: readonly string[];
  /** What a business lives on; that it dwindles is a risk where no number is told: demand, 客足. */
  readonly strained: readonly string[];
  /** What it is bad to have more of: costs, 解約. More of it, and less of anything else, is bad news. */
  readonly burdens: readonly string[];
  /** Ways to fall beside those of the cue `decrease`. */
  readonly falls: readonly string[];
  /** A company's own result as the subject of a clause (METRIC): that it fell is the news, no risk by itself. */
  readonly results: readonly string[];
  /** What sets bad news against good: although, 一方. */
  readonly contrast: readonly string[];
}

export type WordPair = readonly [readonly string[], readonly string[]];

interface OutlookWords {
  /** What is no outlook of the company, taken out first: what others expect, what was expected and beaten, other plans. */
  readonly except: readonly string[];
  /** Each makes its sentence an outlook: expects, is due to, 見込む. */
  readonly expects: readonly string[];
  /** Names of what a company looks for: guidance, 予想. */
  readonly guidance: readonly string[];
  /** What is done with those: raised, kept, 据え置く. */
  readonly moves: readonly string[];
  /** Words that state what comes, with a time to come or an amount: will, ～する。 */
  readonly will: readonly string[];
  /** Each makes its sentence an outlook only beside others, a time to come or an amount. */
  readonly hints: readonly string[];
  /** Time that is still to come: next year, 来期. */
  readonly future: readonly string[];
  /** Titles of sections whose rows are all an outlook: Guidance, 業績予想. */
  readonly headings: readonly string[];
  /** How a sentence goes on about the outlook in the one before it: いずれも…据え置いた. */
  readonly goesOn: readonly string[];
}
