import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { botScopes } from './scopes.ts';

/** What the SDK adds to an answer: the scopes of the token, from a header. */
const Answer = z.object({
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Says in the log what the app may not do yet, as after an upgrade that needs more. Never throws. */
export async function tellMissingScopes(web: webApi.WebClient, log: Log): Promise<void> {
  try {
    const granted = Answer.parse(await web.auth.test()).response_metadata?.scopes;
    const missing = granted ? botScopes.filter((scope) => !granted.includes(scope)) : [];
    if (missing.length > 0)
      log.warn(
        { platform: 'slack', missing },
        'the app lacks scopes: paste what "npx kawaraban manifest slack" prints under App Manifest at api.slack.com/apps, and install the app again',
      );
  } catch (err) {
    log.debug({ platform: 'slack', err }, 'the scopes of the app are not known');
  }
}
