import { z } from 'zod';
import { wordsOf } from './words.ts';

/** A message as a shortcut brings it, as far as its words go. */
export const MessageWords = z.object({
  text: z.string().nullish(),
  blocks: z.array(z.unknown()).nullish().catch(null),
  attachments: z
    .array(
      z.object({
        text: z.string().nullish(),
        fallback: z.string().nullish(),
        from_url: z.string().nullish(),
        is_msg_unfurl: z.boolean().nullish(),
      }),
    )
    .nullish()
    .catch(null),
});
export type MessageWords = z.infer<typeof MessageWords>;

/** A piece of rich text: words, a link, or what holds others. */
const Piece = z.object({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  get elements() {
    return z.array(Piece).optional();
  },
});
type Piece = z.infer<typeof Piece>;

/**
 * The words of a message, and of one that was forwarded with it. What a person typed stands in its rich text without
 * marks: in `text` *bold* has its stars.
 */
export function textOf({ text, blocks, attachments }: MessageWords): string {
  const rich = (blocks ?? []).flatMap((block) => {
    const piece = Piece.safeParse(block).data;
    return piece?.type === 'rich_text' ? [joined(piece)] : [];
  });
  const own = rich.length > 0 ? rich.join('\n') : wordsOf(text ?? '', '');
  // What Slack shows of a link's page is not what somebody sent.
  const forwarded = (attachments ?? [])
    .filter(({ from_url: url, is_msg_unfurl: isMessage }) => !url || isMessage === true)
    .map((one) => wordsOf(one.text ?? one.fallback ?? '', ''));
  return [own, ...forwarded]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}

/** Sections, quotes and items of lists each begin a line. */
function joined({ type, text, url, elements }: Piece): string {
  if (elements === undefined) return text ?? url ?? '';
  const parts = elements.map(joined);
  return parts.join(type === 'rich_text' || type === 'rich_text_list' ? '\n' : '');
}
