import { languageOf, type LanguageCode } from '../language/index.ts';
import { refusalIds } from '../language/refusals.ts';
import { fillBlanks } from '../language/wording.ts';

/** What is kept of a refusal is in this language. */
const keptIn: LanguageCode = 'en';

const kept = refusalIds.map((id) => {
  const { reason, grant } = languageOf(keptIn).wording.refusals[id];
  const told = new Set<string>();
  const [why, remedy] = [sourceOf(reason, told), sourceOf(grant, told)];
  return [id, new RegExp(`^${why}(?<remedy> ${remedy})?$`, 'u')] as const;
});

/** A template as a pattern that gives its blanks as groups. */
function sourceOf(template: string, told: Set<string>): string {
  return template
    .split(/(\{\w+\})/)
    .map((piece) => {
      const name = /^\{(\w+)\}$/.exec(piece)?.[1];
      if (name === undefined) return RegExp.escape(piece);
      if (told.has(name)) return `\\k<${name}>`;
      told.add(name);
      // SLACK_API_URL, /invite @kawaraban: no more than that, or the rest of a sentence would do.
      return `(?<${name}>\\S+?(?: \\S+?)?)`;
    })
    .join('');
}

/** A refusal that was kept, in a person's language; one in other words than ours as it is. */
export function refusalText(text: string, lang: LanguageCode): string {
  if (lang === keptIn) return text;
  for (const [id, pattern] of kept) {
    const blanks = pattern.exec(text)?.groups;
    if (blanks === undefined) continue;
    const { reason, grant } = languageOf(lang).wording.refusals[id];
    const gap = languageOf(lang).asking.phrases.sentence_gap;
    const said = blanks['remedy'] === undefined ? reason : `${reason}${gap}${grant}`;
    return fillBlanks(said, blanks);
  }
  return text;
}
