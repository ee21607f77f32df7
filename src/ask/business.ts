import { companies as businesses } from '../language/companies.ts';
import { detectLanguage, type LanguageCode } from '../language/index.ts';
import { plainWords } from './words.ts';

const slugs = new Map(
  businesses.flatMap((names) => {
    const [name = ''] = names;
    const slug = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return slug === '' ? [] : names.map((each) => [plainWords(each), slug] as const);
  }),
);

/** The name of a company that is known by name alone, by its slug; the slug where it is not. */
export function businessName(slug: string, lang: LanguageCode): string {
  const names = businesses.find(([name = '']) => slugs.get(plainWords(name)) === slug);
  return names?.find((name) => detectLanguage(name) === lang) ?? names?.[0] ?? slug;
}

/** The slug of a company that is known by a name in plain forms; null for another word. */
export function slugNamed(name: string): string | null {
  return slugs.get(name) ?? null;
}
