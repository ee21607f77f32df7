import { evidenceQuote } from '../card/evidence-blocks.ts';
import type { Block, Card, Filled } from '../card/card.ts';
import { figureRow } from '../card/figure-row.ts';
import { otherFigure, reportFields } from '../card/form.ts';
import { noticeCard } from '../card/notice-card.ts';
import { shortenText } from '../card/split.ts';
import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import type { NewReport } from '../store/reports.ts';
import { overLimit } from './limits.ts';
import {
  digestFor,
  goneReply,
  type HandlerParts,
  signature,
  singleLanguage,
  toPerson,
} from './parts.ts';

/** The most of a person's words that are kept, in characters. */
const mostWords = 2000;

/** Files what a person says is wrong on a card, and shows them the figure with its sentence. */
export async function reported(
  parts: HandlerParts,
  speaker: Speaker,
  value: string,
  filled: Filled,
): Promise<Reply> {
  const lang = singleLanguage(parts, speaker);
  const { deeds, notice } = languageOf(lang).wording;
  const digest = digestFor(parts, value);
  if (digest === null) return goneReply(lang);
  const words = (filled[reportFields.text]?.[0] ?? '').trim();
  if (words === '') return toPerson(noticeCard(lang, notice.title, [deeds.noWords]));
  // Counted with what they ask: nobody fills the operator's list.
  const tooMany = await overLimit(parts, speaker, lang);
  if (tooMany) return toPerson(tooMany);
  const chosen = filled[reportFields.figure]?.[0] ?? otherFigure;
  const figure = digest.figures.find(({ id }) => id === chosen) ?? null;
  const { platform, channel } = speaker.place;
  const report = {
    digest: digest.id,
    revision: digest.revision,
    text: shortenText(figure === null ? words : `[${figure.id}] ${words}`, mostWords),
    platform,
    channel,
    by: signature(speaker),
    at: parts.room.now(),
  };
  if (!(await isFiled(parts, speaker, report))) await parts.store.reports.add(report);
  return toPerson(thanksCard(digest, figure, lang));
}

/** Whether a form that is worked on once more was filed the first time. */
async function isFiled({ store }: HandlerParts, { again }: Speaker, report: NewReport) {
  if (again !== true) return false;
  const { digest, by, text } = report;
  const open = await store.reports.open();
  return open.some((one) => one.digest === digest && one.by === by && one.text === text);
}

function thanksCard(
  digest: Digest,
  figure: Digest['figures'][number] | null,
  lang: LanguageCode,
): Card {
  const { deeds } = languageOf(lang).wording;
  const shown: Block[] =
    figure === null
      ? []
      : [
          { type: 'text', lang, text: deeds.thanksFigure },
          { type: 'figures', lang, rows: [figureRow(figure, digest, lang)] },
          evidenceQuote(figure, digest, lang),
        ];
  const card = noticeCard(lang, deeds.thanksTitle, [deeds.thanks]);
  return { ...card, blocks: [...card.blocks, ...shown] };
}
