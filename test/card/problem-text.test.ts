import { describe, expect, it } from 'vitest';
import { namesSubject, problemText } from '../../src/card/problem-text.ts';
import { languageCodes, languageOf } from '../../src/language/index.ts';
import {
  problemCodes,
  type Problem,
  type ProblemArg,
  type ProblemCode,
} from '../../src/language/problem.ts';
import { metaCompany } from '../support/meta-digest.ts';

const usd = (value: string): ProblemArg => ({ amount: { value, unit: 'USD', bound: 'exact' } });
const percent = (value: string): ProblemArg => ({
  amount: { value, unit: 'percent', bound: 'exact' },
});
const labs: ProblemArg = { metric: 'operating_income', segment: 'reality-labs' };
const income: ProblemArg = { metric: 'net_income', segment: null };

/** Every code with the arguments its reader fills, and the sentences a person then reads. */
const said: Record<ProblemCode, { args: Problem['args']; ja: string; en: string }> = {
  garbled: {
    args: {},
    ja: '記事の文が途切れており、断片をつないで読み取った数字。',
    en: 'The sentence is broken up in the article; the figure was pieced together from its fragments.',
  },
  unread: {
    args: { text: { text: '約…億' } },
    ja: '数字らしい記述だが読み取れなかった: 「約…億」',
    en: 'Looks like a figure but could not be read: “約…億”',
  },
  no_figures: { args: {}, ja: '記事に数字が見当たらない。', en: 'The article holds no figures.' },
  growth_mismatch: {
    args: { subject: income, stated: percent('16'), computed: percent('-2.3') },
    ja: '記事では純利益の増減率が+16%だが、記事の金額から計算すると−2.3%。',
    en: 'Net income changed by +16% according to the article, but its own amounts give −2.3%.',
  },
  verdict_mismatch: {
    args: {
      subject: labs,
      actual: usd('-3730000000'),
      expected: usd('-3680000000'),
      word: { text: '予想を上回る' },
    },
    ja: '記事はReality Labsの営業損益を「予想を上回る」とするが、実績は37億3,000万ドルの赤字、予想は36億8,000万ドルの赤字。',
    en: 'Reality Labs operating income (loss), loss of $3.73B against the loss of $3.68B expected, does not fit the article’s “予想を上回る”.',
  },
  total_mismatch: {
    args: { stated: usd('31600000000'), computed: usd('41632000000') },
    ja: '記事の合計は316億ドルだが、内訳を足すと416億3,200万ドル。',
    en: 'The stated total does not match its parts: $31.6B stated, $41.632B added up.',
  },
  margin_mismatch: {
    args: {
      subject: { metric: 'operating_margin', segment: null },
      stated: percent('40'),
      computed: percent('36.5'),
    },
    ja: '記事では営業利益率が40%だが、記事の利益と売上高から計算すると36.5%。',
    en: 'Operating margin is 40% in the article, but its own amounts of profit and revenue give 36.5%.',
  },
  points_mismatch: {
    args: {
      subject: { metric: 'operating_margin', segment: null },
      stated: { text: '4.9%' },
      before: percent('30.2'),
      now: percent('35.1'),
      computed: { amount: { value: '4.9', unit: 'points', bound: 'exact' } },
    },
    ja: '記事は営業利益率の変化を「4.9%」と書くが、30.2%から35.1%への変化は+4.9ポイント。',
    en: 'Operating margin went from 30.2% to 35.1%, a change of +4.9 pp, not the article’s “4.9%”.',
  },
  per_share_mismatch: {
    args: {
      subject: { metric: 'eps', segment: null },
      share: { amount: { value: '-0.1', unit: 'USD_per_share', bound: 'exact', step: '0.01' } },
      income: usd('40000000'),
    },
    ja: '1株損益は0.10ドルの赤字、純損益は4,000万ドルで、黒字と赤字が食い違っている。',
    en: 'Earnings (loss) per share, loss of $0.10, and net income (loss), $40M, do not have the same sign.',
  },
  sign_mismatch: {
    args: {
      subject: { metric: 'net_income', segment: null },
      amount: usd('40000000'),
      word: { text: 'net loss of $40 million' },
    },
    ja: '純利益が4,000万ドルとなっているが、記事の表現は「net loss of $40 million」。',
    en: 'Net income is kept as $40M, but the article says “net loss of $40 million”.',
  },
  period_label: {
    args: {
      amount: usd('2800000000'),
      labelled: { text: '2023年' },
      described: { text: '前年同期' },
    },
    ja: '記事は28億ドルを「2023年」とも「前年同期」とも書いている。',
    en: 'The article labels one amount ($2.8B) both “2023年” and “前年同期”.',
  },
  streak_mismatch: {
    args: {
      subject: income,
      word: { text: '2年連続で赤字' },
      period: { period: '2022-q2' },
      actual: usd('6687000000'),
    },
    ja: '記事は「2年連続で赤字」とするが、2022年第2四半期の純利益は66億8,700万ドル。',
    en: 'Net income for Q2 2022 is $6.687B in the article, which also says “2年連続で赤字”.',
  },
  duplicate_value: {
    args: {
      subject: { metric: 'revenue', segment: null },
      first: usd('11000000000'),
      second: usd('1100000000'),
    },
    ja: '記事は売上高を110億ドルとも11億ドルとも書いている。',
    en: 'Revenue is given as both $11B and $1.1B in the article.',
  },
  value_missing: {
    args: {
      subject: { metric: 'headcount', segment: null },
      amount: { amount: { value: '71469', unit: 'count', bound: 'exact' } },
    },
    ja: '従業員数の7万1,469人が引用文に見当たらない。',
    en: 'Headcount of 71,469 does not stand in the quoted sentence.',
  },
  quote_missing: {
    args: { text: { text: '純利益は' } },
    ja: '引用が記事の本文に見当たらない: 「純利益は」',
    en: 'The quote does not stand in the article: “純利益は”',
  },
};

describe.each(languageCodes)('problems in %s', (lang) => {
  it.each(problemCodes)('%s', (code) => {
    const problem: Problem = {
      code,
      severity: 'medium',
      spans: [],
      figures: [],
      args: said[code].args,
    };
    expect(problemText(problem, metaCompany, lang)).toBe(said[code][lang]);
  });

  it.each(problemCodes)('%s has a sentence', (code) => {
    expect(languageOf(lang).problems[code].length).toBeGreaterThan(5);
  });
});

describe('problemText', () => {
  it('puts amounts as losses where the metric of the figure concerned says so', () => {
    const args = { ...said.period_label.args, amount: usd('-2800000000') };
    const problem: Problem = {
      code: 'period_label',
      severity: 'medium',
      spans: [],
      figures: [],
      args,
    };
    expect(problemText(problem, metaCompany, 'ja', 'operating_income')).toContain(
      '28億ドルの赤字を',
    );
    expect(problemText(problem, metaCompany, 'ja')).toContain('−28億ドルを');
    expect(namesSubject(problem, 'ja')).toBe(false);
  });

  it('shows the text of an article as it is, blanks and all', () => {
    const problem: Problem = {
      code: 'unread',
      severity: 'low',
      spans: [],
      figures: [],
      args: { text: { text: '{text} $& {stated}' } },
    };
    expect(problemText(problem, metaCompany, 'en')).toBe(
      'Looks like a figure but could not be read: “{text} $& {stated}”',
    );
  });
});
