import { fold } from '../article/fold.ts';
import { companies } from '../language/companies.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { metricIds } from '../metrics.ts';
import type { Named, ReadingContext } from './context.ts';
import { namePattern, plain } from './lexer.ts';

/**
 * The context with the businesses and products that a text names itself: by what they are called
 * (エレクトロンデバイス事業), by what they own (クラウドの売上高), or as the head of a line (Azure: …). They go
 * by the text's own name; one the context knows keeps its slug.
 */
export function withSegmentsOf(
  text: string,
  language: LanguageCode,
  context: ReadingContext,
): ReadingContext {
  const { reading, metricNames } = languageOf(language);
  const folded = fold(text);
  const metrics = namePattern(metricIds.map((id) => ({ slug: id, names: metricNames[id] }))).source;
  const known = new Set(
    [...context.segments, ...(context.company ? [context.company] : [])].flatMap(({ names }) =>
      names.map((name) => plain(fold(name))),
    ),
  );
  const never = new RegExp(
    `^(?:${[...reading.notSegments, ...reading.selfNames, ...companies.flat()].join('|')})$|^(?:${reading.notSegmentStarts.join('|')})|(?:${metrics})`,
    'iu',
  );
  const found = new Map<string, Named>();
  for (const source of reading.segmentPatterns) {
    const pattern = new RegExp(source.replace('METRIC', `(?i:${metrics})`), 'gmu');
    for (const hit of folded.matchAll(pattern)) {
      const name = (hit.groups?.['name'] ?? '').trim().replace(/'s$/, '');
      const alias = hit.groups?.['alias']?.trim();
      if (
        name.length < 2 ||
        never.test(name) ||
        known.has(plain(name)) ||
        (alias && known.has(plain(alias)))
      )
        continue;
      const slug = alias ? `${name}(${alias})` : name;
      const names = [slug, name, ...(alias ? [alias] : [])];
      const before = found.get(plain(name));
      if (!before) for (const each of names) found.set(plain(each), { slug, names });
    }
  }
  return { ...context, segments: [...context.segments, ...new Set(found.values())] };
}
