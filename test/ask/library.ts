import type { Company, Digest, Library } from '../../src/digest/digest.ts';
import { metaCompany, metaDigest } from '../support/meta-digest.ts';

// Sentences of the same article that hold no figure of the digest.
const more = [
  '今年7月19日未明、Metaは大規模言語モデルLlama 2をリリースした。',
  'Llama 1と比較して、Llama 2の新バージョンは学習データが40%増加し、対応するチャットロボットバージョンのLlama 2-チャットも可能です。',
  'ChatGPT や GPT-4 などのクローズド ソース モデルとは異なり、Meta Web サイトのフォームに記入することで誰でも Llama 2 のダウンロードをリクエストできます。',
  '公式情報源によると、Llama 2 にはリリース以来 1 週間で 150,000 件を超えるダウンロード リクエストがありました。',
  'Threads のリリース後、すぐにソーシャル アプリの記録を樹立しました。',
  '開始 5 日目には、登録ユーザー数が 4 時間以内に 500 万人、7 時間以内に 1,000 万人、24 時間以内に 3,000 万人、48 時間以内に 7,000 万人に達しました。',
  '広告主はすべてスレッドに参加しているため、Twitterの最大の収益源である広告料が削減されたことになる。',
  '一方、かつての栄光を取り戻し、再び Apple、Google、Microsoft に追いつくことが期待されます。',
];

const [source] = metaDigest.sources;

/** Meta's second quarter of 2023 with more of its article; the offsets of its figures hold. */
export const digest: Digest = {
  ...metaDigest,
  sources: source === undefined ? [] : [{ ...source, text: [source.text, ...more].join('\n') }],
};

/** A second company with one figure, read from an English text. */
const alphabet: Company = {
  ...metaCompany,
  slug: 'alphabet',
  names: { ja: 'アルファベット', en: 'Alphabet' },
  aliases: ['Google', 'グーグル'],
  ticker: 'GOOGL',
  segments: [],
};
const sentence =
  'Revenue was $74.6 billion in the second quarter of 2023, up 7% from a year earlier.';
const [revenue] = metaDigest.figures;
export const alphabetDigest: Digest = {
  ...metaDigest,
  id: 'alphabet/2023-q2',
  company: alphabet,
  sources: source === undefined ? [] : [{ ...source, id: 'en', language: 'en', text: sentence }],
  figures:
    revenue === undefined
      ? []
      : [
          {
            ...revenue,
            company: 'alphabet',
            source: 'en',
            value: '74600000000',
            quote: sentence,
            quoteSpan: { start: 0, end: sentence.length },
            span: { start: sentence.indexOf('$'), end: sentence.indexOf(' in the') },
            comparisons: [],
          },
        ],
  statements: [],
  problems: [],
};

/** A digest of another period without figures of its own. */
function emptyDigest(company: Company, period: string): Digest {
  return {
    ...metaDigest,
    id: `${company.slug}/${period}`,
    company,
    period,
    figures: [],
    statements: [],
    problems: [],
  };
}

export const library: Library = { companies: [metaCompany], digests: [digest] };
export const twoCompanies: Library = {
  companies: [metaCompany, alphabet],
  digests: [
    digest,
    emptyDigest(metaCompany, '2022-q2'),
    emptyDigest(metaCompany, '2023-q1'),
    alphabetDigest,
  ],
};
