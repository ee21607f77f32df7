import * as fc from 'fast-check';
import specs from './specs/amounts.json' with { type: 'json' };

// Texts as earnings articles are written, and the places in them that nothing may part.

/** A piece of a sentence; `whole` where it must never be cut: an amount, a period, a link, an emoji. */
interface Part {
  readonly text: string;
  readonly whole: boolean;
}

/** A text with the [start, end) of what must stay whole, and where its paragraphs, lines and sentences begin. */
export interface EarningsText {
  readonly text: string;
  readonly wholes: readonly (readonly [start: number, end: number])[];
  readonly paragraphs: readonly number[];
  readonly lines: readonly number[];
  readonly sentences: readonly number[];
}

const pick = fc.constantFrom<string[]>;
const whole = (of: fc.Arbitrary<string>) => of.map((text): Part => ({ text, whole: true }));
const loose = (of: fc.Arbitrary<string>) => of.map((text): Part => ({ text, whole: false }));
const says = (text: string) => loose(fc.constant(text));
const oneIn = (weight: number, of: fc.Arbitrary<string>, otherwise: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 1, arbitrary: of }, { weight: weight - 1, arbitrary: otherwise });

const grouped = (digits: string) => digits.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
const wide = (text: string) =>
  text.replaceAll(/[0-9,.%+-]/g, (sign) =>
    String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
  );

const small = fc.integer({ min: 1, max: 999 }).map(String);
const large = fc.integer({ min: 1, max: 999_999_999 }).map((value) => grouped(String(value)));
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 999 }))
  .map(([units, rest]) => `${grouped(String(units))}.${rest}`);
const number = fc.oneof(small, large, decimal);

const below = fc
  .integer({ min: 1, max: 9999 })
  .chain((value) =>
    pick(
      String(value),
      grouped(String(value)),
      ...(value % 1000 === 0 ? [`${value / 1000}千`] : []),
    ),
  );

/** 1兆2,345億6,000万, with blanks or without; 12.3億; 45,600百万. */
const jaScaled = fc.oneof(
  fc
    .tuple(
      fc.subarray(['兆', '億', '万'], { minLength: 1 }),
      fc.array(below, { minLength: 3, maxLength: 3 }),
      pick('', '', ' '),
    )
    .map(([scales, values, blank]) =>
      scales.map((scale, at) => `${values[at]}${blank}${scale}`).join(blank),
    ),
  fc.tuple(decimal, pick('兆', '億', '万', '百万', '千')).map((parts) => parts.join('')),
  fc.tuple(large, pick('百万', '千', '')).map((parts) => parts.join('')),
);

const jaSign = pick('', '', '', '', '+', '−', '-', '△', '▲', '▲ ', '±', 'マイナス', 'プラス');
const jaAbout = pick('', '', '', '約', 'およそ', '計');
const jaCurrency = pick(
  '円',
  'ドル',
  '米ドル',
  'ユーロ',
  'ポンド',
  '元',
  '人民元',
  'ウォン',
  'ルピー',
  'スイスフラン',
  '香港ドル',
  '台湾ドル',
  '豪ドル',
  'カナダドル',
);
const jaCounted = pick('人', '社', '店', '店舗', '件', '台', '株', '世帯', 'トン', '口座', '戸');
const jaTail = pick(
  '',
  '',
  '',
  '',
  '以上',
  '以下',
  '超',
  '余り',
  '近く',
  'の赤字',
  'の純損失',
  'の黒字',
  '増',
  '減',
);

const jaMoney = fc.tuple(jaAbout, jaSign, jaScaled, pick('', '', ' '), jaCurrency, jaTail);
const jaPercent = fc.tuple(
  jaSign,
  fc.oneof(small, decimal),
  pick('%', '%', ' %', 'パーセント', 'ポイント', 'pt', '倍', '割', 'ベーシスポイント'),
  pick('', '', '増', '減', '以上'),
);
const jaRange = fc
  .tuple(
    fc.oneof(small, decimal),
    pick('〜', '~', '～', '–', 'から', '-'),
    fc.oneof(small, decimal),
    pick('億', '兆', '万', '百万'),
    jaCurrency,
  )
  .chain(([low, joint, high, scale, currency]) =>
    pick(
      `${low}${joint}${high}${scale}${currency}`,
      `${low}${scale}${joint}${high}${scale}${currency}`,
      `${low}${scale}${currency}${joint}${high}${scale}${currency}`,
    ),
  );
const jaAmount = oneIn(
  8,
  pick(...specs.map(({ ja }) => ja), '数千億円', '数十億ドル', '7万1,469人', '▲10.5ポイント'),
  fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: jaMoney.map((parts) => parts.join('')) },
        { weight: 2, arbitrary: jaPercent.map((parts) => parts.join('')) },
        { weight: 1, arbitrary: jaRange },
        {
          weight: 1,
          arbitrary: fc.tuple(jaAbout, jaScaled, jaCounted).map((parts) => parts.join('')),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(decimal, pick('ドル', '円', 'ユーロ', 'セント'))
            .map((parts) => parts.join('')),
        },
      ),
      fc.nat(7),
    )
    .map(([text, die]) => (die === 0 ? wide(text) : text)),
);

const jaPeriod = fc
  .tuple(
    fc.integer({ min: 1998, max: 2031 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 4 }),
    fc.nat(7),
  )
  .chain(([year, month, quarter]) =>
    pick(
      `${year}年${month}〜${month + 2}月期`,
      `${year}年${month}月期`,
      `${year}年度`,
      `${year}年度第${quarter}四半期`,
      `第${quarter}四半期`,
      `${month}~${month + 2}月期`,
      `${year}年${month}月期第${quarter}四半期`,
      `FY${year}`,
      `${quarter}Q`,
      `'${String(year).slice(2)}年度第${quarter}四半期`,
      wide(`${year}年${month}月期`),
    ),
  );

const enScale = pick(
  ' trillion',
  ' billion',
  ' billion',
  ' million',
  ' million',
  ' thousand',
  'bn',
  'mn',
  'm',
  'B',
  'M',
  'K',
  'T',
  'tn',
  ' bn',
  '-billion',
  '',
);
const symbol = pick(
  '$',
  '$',
  '$',
  'US$',
  'HK$',
  'C$',
  'NT$',
  'R$',
  '€',
  '£',
  '¥',
  '₩',
  '₹',
  '₹ ',
  'EUR ',
  'CHF ',
  'RMB ',
  'Rs ',
);
const enMoney = fc
  .oneof(
    fc.tuple(
      pick('', '', '', 'about ', 'over ', 'under ', 'loss of ', 'net loss of '),
      pick('', '', '', '-', '−', '+', 'minus '),
      symbol,
      number,
      enScale,
      pick('', '', '', '', ' loss', ' per share', ' a share', ' per diluted share'),
    ),
    fc.tuple(
      symbol,
      fc.constant('('),
      number,
      fc.constant(')'),
      pick(' billion', ' million', '', ' per share'),
    ),
    fc.tuple(fc.constant('('), symbol, number, enScale, fc.constant(')')),
    fc.tuple(
      number,
      pick(' trillion', ' billion', ' million', ' crore', ' lakh crore', ''),
      pick(
        ' dollars',
        ' yen',
        ' euros',
        ' pounds',
        ' yuan',
        ' won',
        ' rupees',
        ' Swiss francs',
        ' cents',
        ' cents a share',
      ),
    ),
    fc.tuple(pick('₹', 'Rs ', 'Rs. '), number, pick(' crore', ' lakh')),
  )
  .map((parts) => parts.join(''));
const enPercent = fc
  .tuple(
    pick('', '', '+', '-', '−', 'minus ', '±'),
    fc.oneof(small, decimal),
    pick(
      '%',
      '%',
      ' %',
      ' percent',
      ' per cent',
      ' percentage points',
      ' points',
      ' basis points',
      'bps',
      ' bps',
      'x',
      ' times',
      'pp',
    ),
  )
  .map((parts) => parts.join(''));
const enRange = fc
  .tuple(
    pick('$', '€', 'US$', '¥'),
    fc.oneof(small, decimal),
    pick(' to ', '-', '–', ' - ', ' and '),
    fc.oneof(small, decimal),
    pick(' billion', ' million', 'bn'),
  )
  .chain(([sign, low, joint, high, scale]) =>
    pick(
      `${sign}${low}${joint}${high}${scale}`,
      `${sign}${low}${joint}${sign}${high}${scale}`,
      `${sign}${low}${scale}${joint}${sign}${high}${scale}`,
    ),
  );
const enAmount = oneIn(
  8,
  pick(...specs.map(({ en }) => en), '$7.788B', 'over 100 million', 'about 71,469'),
  fc.oneof(
    { weight: 4, arbitrary: enMoney },
    { weight: 2, arbitrary: enPercent },
    { weight: 1, arbitrary: enRange },
    {
      weight: 1,
      arbitrary: fc.tuple(number, pick(' million', ' billion', '')).map((parts) => parts.join('')),
    },
  ),
);
const enPeriod = fc
  .tuple(fc.integer({ min: 1998, max: 2031 }), fc.integer({ min: 1, max: 4 }))
  .chain(([year, quarter]) =>
    pick(
      `FY${year}`,
      `Q${quarter}'${String(year).slice(2)}`,
      `${quarter}Q${String(year).slice(2)}`,
      `Q${quarter}`,
      `${year}`,
      `Q${quarter}’${String(year).slice(2)}`,
    ),
  );

const jaCompany = pick(
  'メタ',
  'トヨタ自動車',
  '𠮷野家ホールディングス',
  'リアリティ・ラボラトリーズ',
  'アルファベット',
  'NTTデータ',
  'ソニーG',
  '日立製作所',
  '同社',
);
const jaMetric = pick(
  '売上高',
  '純利益',
  '営業利益',
  '連結経常利益',
  '1株利益',
  '希薄化後1株当たり利益',
  '月間利用者数',
  '設備投資額',
  '従業員数',
  '売上高営業利益率',
  '受注残高',
);
const jaCompared = pick(
  '前年同期比',
  '前の期に比べ',
  '市場予想の',
  '前四半期比で',
  '従来予想の',
  '会社予想の',
);
const jaVerb = pick(
  'となった',
  'だった',
  'を計上した',
  'を見込む',
  'に上方修正した',
  'にとどまった',
  'に達したと発表した',
);
const enCompany = pick(
  'Meta',
  'Reality Labs',
  'Alphabet',
  'Marks & Spencer',
  'NVIDIA',
  "McDonald's",
  'The company',
  'SK hynix',
  'L’Oréal',
);
const enMetric = pick(
  'revenue',
  'net income',
  'operating income',
  'diluted earnings per share',
  'free cash flow',
  'segment operating loss',
  'capital expenditures',
  'same-store sales',
);
const enVerb = pick(
  'came to',
  'rose to',
  'fell to',
  'was',
  'totalled',
  'beat forecasts at',
  'missed expectations at',
);

const noise = oneIn(
  2,
  pick('👨‍👩‍👧‍👦', '🇯🇵', '👍🏽', '❤️‍🔥', 'か\u3099', '𠮷'),
  pick(
    'https://example.com/ir/2023/q2?lang=ja&page=3',
    'http://ir.example.co.jp/決算',
    'https://example.com/a_b-c(d)/e.f#g',
  ),
);

const jaSentence = fc.oneof(
  fc.tuple(
    loose(jaCompany),
    says('の'),
    whole(jaPeriod),
    says('の'),
    loose(jaMetric),
    says('は'),
    whole(jaAmount),
    loose(jaVerb),
  ),
  fc.tuple(
    loose(jaMetric),
    says('は'),
    loose(jaCompared),
    whole(jaAmount),
    says('の'),
    whole(jaAmount),
    says('で、'),
    loose(jaCompared),
    whole(jaAmount),
    says('を上回った'),
  ),
  fc.tuple(
    says('一方、'),
    loose(jaCompany),
    says('は'),
    loose(jaMetric),
    says('が'),
    whole(jaAmount),
    says('(前年同期は'),
    whole(jaAmount),
    says(')'),
    loose(jaVerb),
  ),
  fc.tuple(
    says('会社側は「'),
    whole(jaPeriod),
    says('の'),
    loose(jaMetric),
    says('を'),
    whole(jaAmount),
    says('と見込む」と述べ'),
    says('、株価は上昇した'),
  ),
  fc.tuple(
    loose(jaCompany),
    says('の資料は '),
    whole(noise),
    says(' にあり、'),
    loose(jaMetric),
    says('は'),
    whole(jaAmount),
    says('と記されている'),
  ),
);
const enSentence = fc.oneof(
  fc.tuple(
    loose(enCompany),
    says(' said '),
    loose(enMetric),
    says(' in '),
    whole(enPeriod),
    says(' '),
    loose(enVerb),
    says(' '),
    whole(enAmount),
  ),
  fc.tuple(
    says('Its '),
    loose(enMetric),
    says(' '),
    loose(enVerb),
    says(' '),
    whole(enAmount),
    says(', up '),
    whole(enAmount),
    says(' year over year, and '),
    loose(enMetric),
    says(' was '),
    whole(enAmount),
  ),
  fc.tuple(
    says('For '),
    whole(enPeriod),
    says(', the company expects '),
    loose(enMetric),
    says(' of '),
    whole(enAmount),
    says(' (previously '),
    whole(enAmount),
    says(')'),
  ),
  fc.tuple(
    says('Analysts had expected '),
    whole(enAmount),
    says('; the shares moved '),
    whole(enAmount),
    says(' in late trading'),
  ),
  fc.tuple(
    says('The slides are at '),
    whole(noise),
    says(' and put '),
    loose(enMetric),
    says(' at '),
    whole(enAmount),
  ),
);

const styles = {
  ja: { sentence: jaSentence, end: '。', next: '', item: '\n・' },
  en: { sentence: enSentence, end: '.', next: ' ', item: '\n- ' },
} as const;

/** Texts of so many sentences, Japanese or English. */
export function earningsText(sentences: { min: number; max: number }): fc.Arbitrary<EarningsText> {
  const size = { minLength: sentences.min, maxLength: sentences.max, size: 'max' } as const;
  const breaks = fc.nat(11).map((die) => (die < 2 ? 'paragraph' : die === 2 ? 'line' : 'sentence'));
  return fc
    .constantFrom('ja' as const, 'en' as const)
    .chain((language) =>
      fc
        .array(fc.tuple(breaks, styles[language].sentence), size)
        .map((parts) => laidOut(parts, language)),
    );
}

function laidOut(
  sentences: readonly (readonly ['paragraph' | 'line' | 'sentence', readonly Part[]])[],
  language: keyof typeof styles,
): EarningsText {
  const { end, next, item } = styles[language];
  const places = {
    wholes: [] as [number, number][],
    paragraph: [] as number[],
    line: [] as number[],
    sentence: [] as number[],
  };
  let text = '';
  for (const [kind, parts] of sentences) {
    const gap = { paragraph: '\n\n', line: item, sentence: next }[kind];
    if (text !== '') {
      places[kind].push(text.length + (kind === 'line' ? 1 : gap.length));
      text += gap;
    }
    for (const part of parts) {
      if (part.whole) places.wholes.push([text.length, text.length + part.text.length]);
      text += part.text;
    }
    text += end;
  }
  const { wholes, paragraph, line, sentence } = places;
  return { text, wholes, paragraphs: paragraph, lines: line, sentences: sentence };
}
