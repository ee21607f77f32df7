import { z } from 'zod';
import { languageCodes } from '../language/index.ts';
import { barRoles, buttonActions, type Card } from './card.ts';

const lang = z.enum(languageCodes);
const text = z.string();

const row = z.object({
  label: text,
  value: text,
  details: z.array(text).readonly(),
  verdict: z.enum(['beat', 'miss', 'in_line', 'not_comparable']).nullable(),
  figure: text,
  quote: text,
});

const bar = z.object({ role: z.enum(barRoles), label: text, value: text, text, figure: text });
const panel = z.object({ title: text, note: text, bars: z.array(bar.readonly()).readonly() });
const chart = z.object({
  title: text,
  panels: z.array(panel.readonly()).readonly(),
  sources: z.array(text).readonly(),
});

const button = z.object({
  action: z.enum(buttonActions),
  label: text,
  value: text,
  rare: z.boolean().exactOptional(),
});

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heading'), text, lang }),
  z.object({ type: z.literal('text'), text, lang }),
  z.object({ type: z.literal('figures'), lang, rows: z.array(row.readonly()).readonly() }),
  z.object({ type: z.literal('list'), lang, items: z.array(text).readonly() }),
  z.object({ type: z.literal('quote'), text, lang }),
  z.object({ type: z.literal('note'), text, lang }),
  z.object({ type: z.literal('picture'), lang, alt: text, chart: chart.readonly() }),
  z.object({ type: z.literal('buttons'), buttons: z.array(button.readonly()).readonly() }),
  z.object({ type: z.literal('divider') }),
]);

/** The shape of a stored card; a test holds it equal to the type Card. */
export const cardShape = z.object({
  language: z.enum([...languageCodes, 'both']),
  title: text,
  blocks: z.array(block.readonly()).readonly(),
  buttons: z.array(button.readonly()).readonly(),
  subject: z.object({ digest: text, revision: z.number().int() }).readonly().nullable(),
});

/** A card from stored JSON. Throws one sentence that names the part which is not as it should be. */
export function parseCard(json: unknown): Card {
  const parsed = cardShape.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at =
    issue === undefined ? '' : ` at ${issue.path.join('.') || 'its root'} (${issue.message})`;
  throw new Error(`A stored card cannot be read${at}; it was written by another version.`);
}
