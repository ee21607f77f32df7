import { commandSpecs } from './ask/command-specs.ts';
import type { Digest, Library } from './digest/digest.ts';
import { latestFirst } from './digest/period.ts';
import type { CommandSpec } from './platform/platform.ts';
import { commandNames } from './platform/slack/manifest.ts';
import type { Manifests } from './store/manifests.ts';

/** The chat whose app learns its commands from a manifest that a person pastes. */
export const manifestChat = { id: 'slack', name: 'Slack', page: 'api.slack.com/apps' } as const;

/** The command that prints the manifest. */
export const manifestCommand = `npx kawaraban manifest ${manifestChat.id}`;

/** The command that takes every company, and then the companies, those with the newest digests first. */
export function wantedFirst(library: Library): readonly CommandSpec[] {
  const newest = library.digests.toSorted(newestFirst).map(({ company }) => company.slug);
  const place = ({ name }: CommandSpec) => {
    if (!library.companies.some(({ slug }) => slug === name)) return -1;
    const at = newest.indexOf(name);
    return at < 0 ? newest.length : at;
  };
  return commandSpecs(library).toSorted((a, b) => place(a) - place(b));
}

function newestFirst(a: Digest, b: Digest): number {
  return published(b).localeCompare(published(a)) || latestFirst(a.period, b.period);
}

/** The day of the newest article; what names none is old. */
function published({ sources }: Digest): string {
  const days = sources.map((source) => source.published ?? '');
  return days.toSorted().at(-1) ?? '';
}

/** Commands that are not in the manifest that was last printed. */
export interface Behind {
  readonly missing: readonly string[];
  /** What works in place of the first of them: /digest nvidia q2. */
  readonly instead: string;
  /** When it was printed, epoch ms. */
  readonly at: number;
}

/** How the manifest that was last printed is behind the digests; null where it is not, or none is known. */
export async function behindDigests(
  manifests: Pick<Manifests, 'of'>,
  library: Library,
): Promise<Behind | null> {
  const last = await manifests.of(manifestChat.id);
  if (last === null) return null;
  const specs = wantedFirst(library);
  const missing = commandNames(specs).taken.filter((name) => !last.commands.includes(name));
  const [any] = specs;
  const first = specs.find(({ name }) => `/${name}` === missing[0]);
  if (!any || !first) return null;
  const instead = [
    `/${any.name}`,
    first.name,
    ...first.choices.slice(0, 1).map(({ text }) => text),
  ];
  return { missing, instead: instead.join(' '), at: last.at };
}

/** Takes the app for up to date where it is not known what was printed: it was made before there was a store. */
export async function noteFirstCommands(
  manifests: Manifests,
  library: Library,
  now: number,
): Promise<void> {
  if ((await manifests.of(manifestChat.id)) !== null) return;
  await manifests.note(manifestChat.id, commandNames(wantedFirst(library)).taken, now);
}
