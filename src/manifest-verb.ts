import { stringify } from 'yaml';
import { manifestChat, wantedFirst } from './app-commands.ts';
import { loadConfig } from './config.ts';
import { loadLibrary } from './digest/files.ts';
import { inputError, ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import type { ManifestWording } from './language/manifest.ts';
import { fillBlanks } from './language/wording.ts';
import { anyAddress, appManifest, commandNames } from './platform/slack/manifest.ts';
import { printable } from './terminal.ts';
import { inKeptStore } from './kept-store.ts';
import { print } from './verbs.ts';

interface ManifestOptions {
  readonly json?: boolean;
  readonly digests: string;
}

/**
 * Prints the manifest of a chat's app for the digests and the settings there are, on stderr what is to be done about
 * it, and notes its commands where there is a store.
 */
export async function manifest(_chat: string, options: ManifestOptions): Promise<void> {
  const config = loadConfig();
  const path = options.digests;
  const { library, faults } = await loadLibrary(path);
  if (faults.some(({ file }) => file === path)) throw inputError('noDigestsFolder', { path });
  const specs = wantedFirst(library);
  const app = appManifest(specs, config, ownLanguage());
  const text = options.json ? JSON.stringify(app, null, 2) : stringify(app, { lineWidth: 0 });
  print(text.trimEnd());
  const { taken, unfit, beyond } = commandNames(specs);
  const instead = taken[0] ?? '';
  if (unfit.length > 0) tell('unfit', { list: unfit.join(', '), instead });
  const most = String(taken.length);
  if (beyond.length > 0) tell('tooMany', { list: beyond.join(', '), instead, most });
  if (text.includes(anyAddress))
    tell('noAddress', { address: anyAddress, setting: 'SLACK_PUBLIC_URL' });
  await inKeptStore(config, async (store) =>
    store?.manifests.note(manifestChat.id, taken, Date.now()),
  );
}

/** A line on stderr, so that the manifest alone can be copied or piped. */
function tell(sentence: keyof ManifestWording, blanks: Readonly<Record<string, string>>): void {
  const line = languageOf(ownLanguage()).wording.manifest[sentence];
  const said = fillBlanks(line, { chat: manifestChat.name, ...blanks });
  process.stderr.write(`${printable(said)}\n`);
}
