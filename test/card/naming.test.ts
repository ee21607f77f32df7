import { describe, expect, it } from 'vitest';
import {
  companyText,
  labelText,
  languageName,
  metricText,
  periodText,
  segmentText,
  sourceText,
  titlePeriodText,
} from '../../src/card/naming.ts';
import type { Company } from '../../src/digest/digest.ts';
import { languageCodes } from '../../src/language/index.ts';
import { metaCompany, metaDigest } from '../support/meta-digest.ts';
import specs from './specs/periods.json' with { type: 'json' };

const toyota: Company = {
  ...metaCompany,
  slug: 'toyota',
  names: { ja: 'トヨタ自動車' },
  fiscalYearEnd: '03-31',
  segments: [],
};
const [source] = metaDigest.sources;

describe.each(languageCodes)('periods in %s', (lang) => {
  it.each(specs)('$period with a year ending $yearEnd', (spec) => {
    const company = spec.yearEnd === undefined ? null : { ...toyota, fiscalYearEnd: spec.yearEnd };
    expect(periodText(spec.period, lang, company)).toBe(spec[lang]);
  });
});

describe('titlePeriodText', () => {
  it('names the months only where the company’s year is the calendar’s', () => {
    expect(titlePeriodText('2023-q2', 'ja', metaCompany)).toBe('2023年第2四半期（4〜6月期）');
    expect(titlePeriodText('2023-q2', 'ja', toyota)).toBe('2023年第2四半期');
    expect(titlePeriodText('fy2023-q2', 'ja', metaCompany)).toBe('2023年度第2四半期');
    expect(titlePeriodText('2022-fy', 'ja', metaCompany)).toBe('2022年通期');
    expect(titlePeriodText('2023-q2', 'en', metaCompany)).toBe('Q2 2023');
  });
});

describe('names', () => {
  it('fall back to another language, then to the slug', () => {
    expect(companyText(metaCompany, 'en')).toBe('Meta');
    expect(companyText(toyota, 'en')).toBe('トヨタ自動車');
    expect(companyText({ ...toyota, names: {} }, 'ja')).toBe('toyota');
    expect(segmentText('reality-labs', metaCompany, 'ja')).toBe('Reality Labs');
    expect(segmentText('oculus', metaCompany, 'ja')).toBe('oculus');
    expect(metricText('eps', 'ja')).toBe('1株利益');
    expect(languageName('en', 'ja')).toBe('英語');
  });

  it('label a figure with all that tells it apart', () => {
    const named = {
      metric: 'operating_income',
      segment: 'reality-labs',
      accounting: 'adjusted',
      company: 'meta',
      period: '2023-q1',
    } as const;
    expect(labelText(named, metaCompany, 'ja', true, '2023-q2')).toBe(
      'Reality Labsの営業損益（調整後、2023年第1四半期）',
    );
    expect(labelText(named, metaCompany, 'en', true, '2023-q2')).toBe(
      'Reality Labs operating income (loss), adjusted, Q1 2023',
    );
    expect(
      labelText({ ...named, segment: null, accounting: null }, metaCompany, 'ja', false, '2023-q1'),
    ).toBe('営業利益');
    expect(
      labelText(
        { ...named, segment: null, accounting: 'gaap', company: 'x' },
        metaCompany,
        'en',
        false,
        '2023-q1',
      ),
    ).toBe('Operating income, GAAP, x');
  });
});

describe('sourceText', () => {
  it('says who published what, when, and in which language where that is another', () => {
    expect(sourceText(source!, 'ja')).toBe(
      '出典: ジンク・ファイナンス、孫鵬岳（文）、ゲイル（編集）、公開日不明',
    );
    expect(sourceText(source!, 'en')).toBe(
      'Source: ジンク・ファイナンス, by 孫鵬岳, edited by ゲイル, publication date unknown, in Japanese',
    );
    expect(
      sourceText(
        { ...source!, title: '題', author: null, editor: null, published: '2023-07-31' },
        'ja',
        true,
      ),
    ).toBe('出典: ジンク・ファイナンス、「題」、2023年7月31日');
    expect(
      sourceText(
        {
          ...source!,
          publisher: null,
          author: null,
          editor: null,
          published: '2023-07-31',
          language: 'en',
        },
        'en',
      ),
    ).toBe('Source: July 31, 2023');
  });
});
