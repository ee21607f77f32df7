import { describe, expect, it } from 'vitest';
import { bareArticle, digestsOf, report } from '../../src/digest/bare.ts';
import { readFigures } from '../../src/figure/read.ts';

/** What an article that gives no period is taken to report on, and the period of each of its figures. */
const cases: readonly {
  readonly why: string;
  readonly text: string;
  readonly figures: readonly (readonly [id: string, value: string, period: string])[];
}[] = [
  {
    why: 'a forecast for the quarter after it tells which one is reported on',
    text:
      'Alpha took in $312 million, 124% more than in the second quarter of 2013. ' +
      'Mobile was 80% of advertising in the first quarter, Alpha said.' +
      'For the third quarter Alpha expects revenue of $335 million.',
    figures: [
      ['revenue', '312000000', '2014-q2'],
      ['guidance_revenue', '335000000', '2014-q3'],
    ],
  },
  {
    why: '年度 is counted by the year it begins in where years end in spring',
    text: '2023年度(24年3月期、IFRS)の売上高は1兆6037億円だった。24年度(25年3月期)は売上高1兆6500億円を計画する。',
    figures: [
      ['revenue', '1603700000000', 'fy2024-fy'],
      ['guidance_revenue', '1650000000000', 'fy2025-fy'],
    ],
  },
  {
    why: 'a quarter that something was in before is not reported on, nor is one it rose from',
    text:
      'Alpha took in $17 billion in the third quarter, 94% more than in the weak third quarter of 2023. ' +
      'Operating profit was $7 billion; in the second quarter it had been $5 billion. ' +
      'The workforce grew by a fifth from the second quarter.',
    figures: [
      ['revenue', '17000000000', '2024-q3'],
      ['operating_income', '7000000000', '2024-q3'],
    ],
  },
  {
    why: 'the half that has results is reported on, where the year is only foretold; its forecasts are for the year',
    text: 'アルファは2026年3月期の純利益が1900億円になりそうだと発表した。同時に発表した4~9月期の純利益は1106億円だった。売上高は8630億円。\n通期の売上高は1兆7800億円を見込む。\n営業利益は1300億円になる見通し。',
    figures: [
      ['revenue', '863000000000', 'fy2026-h1'],
      ['guidance_revenue', '1780000000000', 'fy2026-fy'],
      ['guidance_operating_income', '130000000000', 'fy2026-fy'],
      ['guidance_net_income', '190000000000', 'fy2026-fy'],
      ['net_income', '110600000000', 'fy2026-h1'],
    ],
  },
  {
    why: 'a date that ends a period still to come is not when it was written',
    text: 'July 24, 2008\nIn the first quarter Alpha had revenue of $3 billion. It plans to open a plant in the year ending March 31, 2009.',
    figures: [['revenue', '3000000000', '2008-q1']],
  },
  {
    why: 'a half that something is compared with is not reported on',
    text: '2024年上半期の売上高は90億円だった。アルファは下半期の利益が2023年の下半期と比べて減ると警告した。純利益は8億円だった。',
    figures: [
      ['revenue', '9000000000', '2024-h1'],
      ['net_income', '800000000', '2024-h1'],
    ],
  },
  {
    why: 'a date with full stops is when it was written',
    text: '2023.07.31\nIn the second quarter Alpha had revenue of $3 billion, up from $2 billion in the second quarter of 2022.',
    figures: [['revenue', '3000000000', '2023-q2']],
  },
  {
    why: "a date's year at the end of a line is no year of results",
    text: 'conference date: July 24, 2008\nfor quarter ending: June 30, 2008 (2nd quarter)\nRevenues were $571 million.',
    figures: [['revenue', '571000000', '2008-q2']],
  },
  {
    why: 'the year of a forecast may stand before its name',
    text: 'Alpha had revenue of $4 billion in the second quarter of fiscal 2022. For the 2022 fiscal year Alpha now sees revenue of $17 billion.',
    figures: [
      ['revenue', '4000000000', 'fy2022-q2'],
      ['guidance_revenue', '17000000000', 'fy2022-fy'],
    ],
  },
  {
    why: 'what is held against in brackets tells the period after it, once',
    text: 'Revenue was £51.2m (H1 2022: £48.0m).',
    figures: [['revenue', '51200000', '2023-h1']],
  },
  {
    why: 'so does a year alone, where the period has no year',
    text: 'Turnover was £18.6m in the year to June (2022: £11.2m).',
    figures: [['revenue', '18600000', '2023-fy']],
  },
  {
    why: 'a year that still runs has no result',
    text: 'Alpha had revenue of $571 million in the second quarter of 2008. Full year 2008 revenue of $2.2 billion.',
    figures: [
      ['revenue', '571000000', '2008-q2'],
      ['guidance_revenue', '2200000000', '2008-fy'],
    ],
  },
  {
    why: 'the current quarter of a result is the one reported on',
    text: '3rd Quarter 2024 in Brief:\nAlpha made $51.1 million of net income in the current quarter.',
    figures: [['net_income', '51100000', '2024-q3']],
  },
  {
    why: 'beside a fourth quarter, forecasts of quarters without a year are of the year after',
    text: 'Alpha had revenue of $4 billion in the fourth quarter of 2023. For the first quarter Alpha expects revenue of $5 billion.',
    figures: [
      ['revenue', '4000000000', '2023-q4'],
      ['guidance_revenue', '5000000000', '2024-q1'],
    ],
  },
  {
    why: 'a forecast of a later quarter of the year is of this year',
    text: 'Alpha had revenue of $4 billion in the second quarter of 2023. For the fourth quarter Alpha expects revenue of $5 billion.',
    figures: [
      ['revenue', '4000000000', '2023-q2'],
      ['guidance_revenue', '5000000000', '2023-q4'],
    ],
  },
  {
    why: 'a forecast at the head is not what is reported on',
    text: 'Alpha raises its 2015 forecast\nAlpha now expects revenue of $9 billion for 2015. Revenue was $2 billion in the third quarter of 2014.',
    figures: [
      ['guidance_revenue', '9000000000', '2015-fy'],
      ['revenue', '2000000000', '2014-q3'],
    ],
  },
  {
    why: 'a forecast at the head gives the quarter reported on its year',
    text: 'Alpha now expects revenue of $9 billion for 2015. Its third quarter went well. Revenue was $2 billion.',
    figures: [
      ['guidance_revenue', '9000000000', '2015-fy'],
      ['revenue', '2000000000', '2015-q3'],
    ],
  },
  {
    why: 'rows below a heading of a quarter to come are of it',
    text: 'Alpha had revenue of $4 billion in the fourth quarter of 2023.\n\nFor the first quarter of 2024, Alpha expects:\n- Revenue of $5 billion\n- Net income of $1 billion',
    figures: [
      ['revenue', '4000000000', '2023-q4'],
      ['guidance_revenue', '5000000000', '2024-q1'],
      ['guidance_net_income', '1000000000', '2024-q1'],
    ],
  },
  {
    why: 'the current quarter at the head of a list of forecasts is the next one',
    text: 'Alpha had revenue of $4 billion in the third quarter of 2024.\n\nOutlook for the current quarter:\n- Revenue of $5 billion\n- Net income of $1 billion',
    figures: [
      ['revenue', '4000000000', '2024-q3'],
      ['guidance_revenue', '5000000000', '2024-q4'],
      ['guidance_net_income', '1000000000', '2024-q4'],
    ],
  },
  {
    why: 'the current quarter of a forecast is the next one',
    text: 'Alpha had revenue of $4 billion in the third quarter of 2024. For the current quarter Alpha expects revenue of $5 billion.',
    figures: [
      ['revenue', '4000000000', '2024-q3'],
      ['guidance_revenue', '5000000000', '2024-q4'],
    ],
  },
  {
    why: 'what a paragraph begins with holds until it names another period',
    text:
      'Alpha had net income of $51 million in the third quarter of 2024.\n' +
      'For the nine months ended September 30, 2024 net income added up to $128 million. Diluted earnings per share were $1.13.\n' +
      'Revenue was $900 million.',
    figures: [
      ['revenue', '900000000', '2024-q3'],
      ['net_income', '51000000', '2024-q3'],
      ['net_income', '128000000', '2024-9m'],
      ['eps', '1.13', '2024-9m'],
    ],
  },
  {
    why: 'a title above a list gives its items their period, whatever titles stood before',
    text:
      'Alpha had revenue of $150 million in the second quarter of fiscal 2026.\n' +
      'The quarter in summary:\n- New products were well received.\n' +
      'Business Outlook for Fiscal Q3 Ending March 31, 2026\n' +
      '- Revenue is expected to be approximately $160 million.',
    figures: [
      ['revenue', '150000000', 'fy2026-q2'],
      ['guidance_revenue', '160000000', 'fy2026-q3'],
    ],
  },
];

describe('the period of a figure', () => {
  it.each(cases)('$why', ({ text, figures }) => {
    const context = {
      company: { slug: 'alpha', names: ['Alpha', 'アルファ'] },
      segments: [],
      period: null,
    };
    const language = /[ぁ-ん]/.test(text) ? 'ja' : 'en';
    const read = readFigures(text, language, context).figures;
    expect(
      read.map(({ basis, metric, value, period }) => [
        basis === 'guidance' ? `guidance_${metric}` : metric,
        value,
        period,
      ]),
    ).toEqual(figures);
  });
});

/** What is known beside the text gives its quarters their years. */
const dated: readonly {
  readonly why: string;
  readonly names: readonly string[];
  readonly text: string;
  readonly periods: readonly (readonly [read: string, spelled: string])[];
}[] = [
  {
    why: 'the day an article was published tells the year of its quarter',
    names: ['Alpha'],
    text: 'In the third quarter Alpha had revenue of $3 billion. For the fourth quarter it expects revenue of $4 billion.',
    periods: [
      ['2025-q3', '2025-Q3'],
      ['2025-q4', '2025-Q4'],
    ],
  },
  {
    why: 'a quarter that its end shows to be a fiscal one is spelled by its months where its year is not named',
    names: ['Alpha'],
    text: 'In the second quarter ended Sept. 30 Alpha had revenue of $3 billion. For the third quarter it expects revenue of $4 billion, and $15 billion for the full year.',
    periods: [
      ['fy2026-q2', '2025-07..2025-09'],
      ['fy2026-q3', '2025-10..2025-12'],
      ['fy2026-fy', 'FYE2026-03'],
    ],
  },
  {
    why: 'the fiscal year of a company that is known for it',
    names: ['Oracle'],
    text: 'Oracle had revenue of $3 billion in its first quarter.',
    periods: [['fy2026-q1', '2025-06..2025-08']],
  },
  {
    why: 'a fiscal year that the text names is spelled as it names it',
    names: ['Oracle'],
    text: 'Oracle had revenue of $3 billion in the first quarter of fiscal 2026.',
    periods: [['fy2026-q1', 'FY2026-Q1']],
  },
];

describe('the period of a figure of a dated article', () => {
  it.each(dated)('$why', ({ names, text, periods }) => {
    const [digest] = digestsOf(bareArticle(text, 'en', null, '2025-11-20'), names);
    const facts = digest ? report(digest).facts : [];
    expect(facts.map(({ period }) => period)).toEqual(periods.map(([, spelled]) => spelled));
    expect(digest?.figures.map(({ period }) => period)).toEqual(periods.map(([read]) => read));
  });
});
