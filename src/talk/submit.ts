import type { Filled, Form } from '../card/card.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { submittedIngest } from './ingest-form.ts';
import { goneReply, type HandlerParts, singleLanguage } from './parts.ts';
import { submittedSubscription } from './subscribe-form.ts';
import { reported } from './report.ts';

/** What a form that was filled in brings: what became of it, for the person alone. */
export async function submitted(
  parts: HandlerParts,
  speaker: Speaker,
  action: Form['action'],
  value: string,
  filled: Filled,
): Promise<Reply> {
  if (action === 'subscribe') return submittedSubscription(parts, speaker, value, filled);
  if (action === 'ingest') return submittedIngest(parts, speaker, value, filled);
  if (action === 'report') return reported(parts, speaker, value, filled);
  return goneReply(singleLanguage(parts, speaker));
}
