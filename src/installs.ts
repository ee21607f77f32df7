import type { Config } from './config.ts';
import { languageOf, operatorLanguage } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import type { Log } from './log.ts';
import type { Installs } from './platform/index.ts';
import { publicAddress } from './platform/slack/paths.ts';
import { keyFor, sealedBy } from './store/sealed.ts';
import type { Store } from './store/store.ts';

/**
 * The workspaces of a store, sealed by SECRET_KEY; null without one. Of each whose token another key sealed the
 * operator is told once, in the log and by `say`.
 */
export function installsOf(
  config: Pick<Config, 'LANG' | 'SECRET_KEY' | 'SLACK_PUBLIC_URL'>,
  { installations }: Pick<Store, 'installations'>,
  say: (line: string) => void,
  log: Log,
): Installs | null {
  const { SECRET_KEY: secret, SLACK_PUBLIC_URL: url } = config;
  if (secret === undefined) return null;
  const { lost } = languageOf(operatorLanguage(config.LANG)).wording.install;
  const told = new Set<string>();
  function tell(workspace: string): void {
    if (told.has(workspace)) return;
    told.add(workspace);
    log.warn({ workspace }, 'a token was kept under another SECRET_KEY');
    say(fillBlanks(lost, { workspace, url: publicAddress(url, 'install') }));
  }
  return {
    installations: sealedBy(secret, installations, tell),
    stateSecret: keyFor('oauth state', secret).toString('base64'),
  };
}
