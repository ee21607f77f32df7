import type { Company, Digest, Statement } from '../../src/digest/digest.ts';
import type { Comparison, Figure } from '../../src/figure/figure.ts';

/** A digest as the reader makes it, small enough to reason about; its text is the quotes, joined. */
const quotes = {
  revenue:
    '2023 年第 2 四半期のメタの総収益は 320 億米ドルとなり、前年比 11% 増加し、市場予想の 310 億 6 千万米ドルを上回り、',
  eps: '第 2 四半期の一株当たり利益は米国で見込まれます。 2.98ドル、前年比21%増、2021年の最高額。同四半期以来の新高値は2.91ドルと予想され、',
  netIncome:
    '純利益は77億8,800万ドル、市場は75億4,000万ドルと予想されている。前年同期の66億8,700万米ドルと比較して、前年同期比16%増加しました。',
  labs: 'Reality Labs(リアリティ・ラボラトリー)部門は、2023年第2四半期に37億3,000万米ドルの損失が見込まれており、これは予想の36億8,000万米ドルを上回り、2023年の28億米ドルを上回ります。前年同期比、第1四半期は39億9,200万米ドルの損失。',
  years: '2022年の合計損失は137億1,700万ドル、2021年の損失は101億9,300万ドルとなっている。',
  total:
    'Facebook はメタバース プロジェクトで約 316 億ドルを失い、株価は直接的に約 3 分の 2 を失いました。',
  threads: '正式リリース以来、Threads には 1 億人以上の登録ユーザーがいます。',
  headcount: '2023年第2四半期時点でメタ社の総従業員数は前年同期比14%減の7万1,469人となった。',
  risk: 'このため、多くの海外アナリストはメタのその後の展開について悲観的となっている。',
  outlook:
    'ザッカーバーグ氏は2024年に仮想世界と人工知能にさらに多額の投資を行う予定で、2024年に支出を大幅に増やす3つの計画を挙げている。',
};
const text = Object.values(quotes).join('\n');
const place = (piece: string) => ({
  start: text.indexOf(piece),
  end: text.indexOf(piece) + piece.length,
});

export const metaCompany: Company = {
  slug: 'meta',
  names: { ja: 'メタ', en: 'Meta' },
  aliases: ['メタ', 'Meta', 'Facebook', 'メタ社', 'フェイスブック'],
  ticker: 'META',
  exchange: 'NASDAQ',
  fiscalYearEnd: '12-31',
  segments: [
    {
      slug: 'reality-labs',
      names: { ja: 'Reality Labs', en: 'Reality Labs' },
      aliases: ['リアリティ・ラボラトリー', 'メタバース部門', 'metaverse'],
    },
    { slug: 'threads', names: { ja: 'Threads', en: 'Threads' }, aliases: ['スレッズ'] },
  ],
  tags: ['tech', 'us'],
};

function comparison(
  kind: Comparison['kind'],
  value: string | null,
  changePct: string | null,
  quote: string,
  direction: Comparison['direction'] = null,
): Comparison {
  return {
    kind,
    value,
    step: value === null ? null : '10000000',
    changePct,
    changeStep: changePct === null ? null : '1',
    direction,
    quote,
    span: place(quote),
  };
}

function figure(
  given: Pick<Figure, 'id' | 'metric' | 'value' | 'unit' | 'quote'> &
    Partial<Figure> & { number: string },
): Figure {
  const { number, ...rest } = given;
  const quoteSpan = place(given.quote);
  const start = text.indexOf(number, quoteSpan.start);
  return {
    label: '',
    company: 'meta',
    segment: null,
    period: '2023-q2',
    basis: 'actual',
    accounting: null,
    range: null,
    bound: 'exact',
    step: '10000000',
    source: 'ja',
    span: { start, end: start + number.length },
    quoteSpan,
    headline: true,
    comparisons: [],
    ...rest,
  };
}

const labs = {
  metric: 'operating_income',
  segment: 'reality-labs',
  unit: 'USD',
  label: '損失',
} as const;

const figures: Figure[] = [
  figure({
    id: 'revenue',
    metric: 'revenue',
    value: '32000000000',
    unit: 'USD',
    number: '320 億米ドル',
    step: '100000000',
    quote: quotes.revenue,
    comparisons: [
      comparison('yoy', null, '11', '前年比 11% 増加し'),
      comparison(
        'consensus',
        '31060000000',
        null,
        '市場予想の 310 億 6 千万米ドルを上回り',
        'above',
      ),
    ],
  }),
  figure({
    id: 'eps',
    metric: 'eps',
    value: '2.98',
    unit: 'USD_per_share',
    step: '0.01',
    number: '2.98ドル',
    quote: quotes.eps,
    comparisons: [
      comparison('yoy', null, '21', '前年比21%増'),
      { ...comparison('consensus', '2.91', null, '2.91ドルと予想され'), step: '0.01' },
    ],
  }),
  figure({
    id: 'net_income',
    metric: 'net_income',
    value: '7788000000',
    unit: 'USD',
    step: '1000000',
    number: '77億8,800万ドル',
    quote: quotes.netIncome,
    comparisons: [
      comparison('consensus', '7540000000', null, '市場は75億4,000万ドルと予想されている'),
      comparison(
        'yoy',
        '6687000000',
        '16',
        '前年同期の66億8,700万米ドルと比較して、前年同期比16%増加しました',
      ),
    ],
  }),
  figure({
    id: 'operating_income/reality-labs',
    ...labs,
    value: '-3730000000',
    number: '37億3,000万米ドル',
    quote: quotes.labs,
    comparisons: [
      comparison('consensus', '-3680000000', null, '予想の36億8,000万米ドルを上回り', 'below'),
      comparison('yoy', '-2800000000', null, '2023年の28億米ドルを上回ります。前年同期比'),
    ],
  }),
  figure({
    id: 'operating_income/reality-labs@2023-q1',
    ...labs,
    period: '2023-q1',
    value: '-3992000000',
    number: '39億9,200万米ドル',
    quote: quotes.labs,
    headline: false,
  }),
  figure({
    id: 'operating_income/reality-labs@2022-fy',
    ...labs,
    period: '2022-fy',
    value: '-13717000000',
    number: '137億1,700万ドル',
    quote: quotes.years,
    headline: false,
  }),
  figure({
    id: 'operating_income/reality-labs@2021-fy',
    ...labs,
    period: '2021-fy',
    value: '-10193000000',
    number: '101億9,300万ドル',
    quote: quotes.years,
    headline: false,
  }),
  figure({
    id: 'operating_income/reality-labs@total',
    ...labs,
    period: null,
    value: '-31600000000',
    bound: 'about',
    number: '316 億ドル',
    quote: quotes.total,
    headline: false,
  }),
  figure({
    id: 'users/threads',
    metric: 'users',
    segment: 'threads',
    value: '100000000',
    unit: 'count',
    bound: 'over',
    number: '1 億人',
    quote: quotes.threads,
  }),
  figure({
    id: 'headcount',
    metric: 'headcount',
    value: '71469',
    unit: 'count',
    step: '1',
    number: '7万1,469人',
    quote: quotes.headcount,
    comparisons: [comparison('yoy', null, '-14', '前年同期比14%減')],
  }),
];

const statements: Statement[] = [
  {
    kind: 'risk',
    source: 'ja',
    quote: quotes.risk,
    quoteSpan: place(quotes.risk),
    text: {
      ja: { text: '海外アナリストの多くは今後の展開に悲観的。', origin: 'person' },
      en: {
        text: 'Many overseas analysts are pessimistic about what comes next.',
        origin: 'person',
      },
    },
  },
  {
    kind: 'outlook',
    source: 'ja',
    quote: quotes.outlook,
    quoteSpan: place(quotes.outlook),
    text: { ja: { text: '2024年は仮想世界とAIへの投資をさらに増やす計画。', origin: 'person' } },
  },
];

export const metaDigest: Digest = {
  id: 'meta/2023-q2',
  revision: 1,
  withdrawn: null,
  company: metaCompany,
  period: '2023-q2',
  sources: [
    {
      id: 'ja',
      file: 'article.ja.txt',
      title:
        'メタバースを停止し、AI に参入し、Twitter を再現すると、メタは損失を被り、2 年後には利益を得る',
      author: '孫鵬岳',
      editor: 'ゲイル',
      publisher: 'ジンク・ファイナンス',
      url: null,
      published: null,
      language: 'ja',
      text,
    },
  ],
  figures,
  statements,
  problems: [
    { code: 'garbled', severity: 'low', spans: [place(quotes.eps)], figures: ['eps'], args: {} },
    {
      code: 'period_label',
      severity: 'medium',
      spans: [place('2023年の28億米ドルを上回ります')],
      figures: ['operating_income/reality-labs'],
      args: {
        amount: { amount: { value: '-2800000000', unit: 'USD', bound: 'exact' } },
        labelled: { text: '2023年' },
        described: { text: '前年同期' },
      },
    },
  ],
  accepted: [],
};
