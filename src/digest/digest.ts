import type { Article, Span } from '../article/article.ts';
import type { Figure } from '../figure/figure.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';

/** A name of something in each language it is known in; at least one. */
export type Names = Readonly<Partial<Record<LanguageCode, string>>>;

/** A business, product or region of a company. */
export interface Segment {
  readonly slug: string;
  readonly names: Names;
  readonly aliases: readonly string[];
}

/** What is known of a company before any article: digests/<slug>/company.yaml. */
export interface Company {
  readonly slug: string;
  readonly names: Names;
  readonly aliases: readonly string[];
  readonly ticker: string | null;
  readonly exchange: string | null;
  /** MM-DD of the last day of the fiscal year. */
  readonly fiscalYearEnd: string;
  /** How the one article that tells of it spells its fiscal years: by their last month (2016年12月期), or not at all. */
  readonly yearSpelling?: 'byMonth' | 'unnamed';
  readonly segments: readonly Segment[];
  readonly tags: readonly string[];
}

/** One published article of a digest with the text its quotes refer to. */
export interface Source extends Article {
  readonly id: string;
  /** File name inside the digest's folder. */
  readonly file: string;
}

/** Where a text in a language comes from; model is never the source of a figure. */
export const origins = ['source', 'person', 'template', 'model'] as const;
export type Origin = (typeof origins)[number];

export interface StatementText {
  readonly text: string;
  readonly origin: Origin;
}

export const statementKinds = ['risk', 'outlook', 'highlight'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** A sentence that states a risk, an outlook or a highlight. */
export interface Statement {
  readonly kind: StatementKind;
  readonly source: string;
  readonly quote: string;
  readonly quoteSpan: Span;
  readonly text: Readonly<Partial<Record<LanguageCode, StatementText>>>;
}

/** A problem that a person has looked at. */
export interface Accepted {
  readonly problem: string;
  readonly reason: string;
}

/** That a digest no longer stands: who said so, when (ISO, with the offset of where it was said), and why. */
export interface Withdrawn {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** Structured article data on one company and period, loaded, located and checked. */
export interface Digest {
  /** `meta/2023-q2`. */
  readonly id: string;
  readonly revision: number;
  /** Null for one that stands. */
  readonly withdrawn: Withdrawn | null;
  readonly company: Company;
  readonly period: string;
  readonly sources: readonly Source[];
  readonly figures: readonly Figure[];
  readonly statements: readonly Statement[];
  readonly problems: readonly Problem[];
  readonly accepted: readonly Accepted[];
}

/** Every digest at hand, handed to those who answer questions. */
export interface Library {
  readonly companies: readonly Company[];
  readonly digests: readonly Digest[];
}
