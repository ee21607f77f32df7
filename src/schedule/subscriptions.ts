import { type Document, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { CardLanguage } from '../card/card.ts';
import { languageCodes } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { parseQuiet, type QuietHours } from './quiet.ts';
import { faultText } from './time-fault.ts';
import { parseWhen, type When } from './when.ts';

/** Who wants which digests, where, in which language and when. */
export interface Subscription {
  /** The channel and what it wants; language and time may change without making it another one. */
  readonly id: string;
  readonly platform: string;
  readonly channel: string;
  /** The thread in it that gets the cards; null for the channel itself. */
  readonly thread: string | null;
  /** Slugs; with `all` every company. A digest matches by its company or by one of the tags. */
  readonly companies: 'all' | readonly string[];
  readonly tags: readonly string[];
  readonly language: CardLanguage;
  readonly when: When;
  /** When nothing goes out that has no time of its own; null for never. */
  readonly quiet: QuietHours | null;
  /** The most posts in a local day; null for no limit. */
  readonly cap: number | null;
  /** How long after an outage (or a pause) what was due is still posted, in ms. */
  readonly catchUp: number;
  /** Nothing is planned or sent meanwhile. */
  readonly paused: boolean;
  /** Whether the operator's file or the channel's own people asked for it. */
  readonly origin: 'file' | 'channel';
  /** When its channel asked for it, epoch ms; not known of the operator's file. */
  readonly askedAt?: number;
}

/** How long (ms) what was missed is still posted where nothing else is said. */
export const usualCatchUp = 24 * 3_600_000;

/** What a subscriptions file holds: what could be read, and a sentence for each thing that could not. */
export interface SubscriptionList {
  readonly subscriptions: readonly Subscription[];
  readonly errors: readonly string[];
}

/** False for a file of which nothing can be read: it is being edited, and what it said before still counts. */
export function isReadable({ subscriptions, errors }: SubscriptionList): boolean {
  return errors.length === 0 || subscriptions.length > 0;
}

const languages: readonly CardLanguage[] = [...languageCodes, 'both'];
const name = (error: string) => z.string(error).trim().min(1, error);

const someCompanies = 'must be all or a list of slugs such as [meta]';

const Entry = z
  .strictObject({
    platform: name('must name the platform to post on'),
    // A Discord id without quotes is a number too large for floats: read as a big integer.
    channel: z.preprocess(
      (value) => (typeof value === 'bigint' ? String(value) : value),
      name('must name a channel; one that begins with # needs quotes'),
    ),
    companies: z
      .union(
        [z.literal('all'), z.array(name('must hold slugs')).min(1, someCompanies)],
        someCompanies,
      )
      .optional(),
    tags: z
      .array(name('must hold words'), 'must be a list such as [tech]')
      .min(1, 'must not be empty')
      .optional(),
    language: z
      .custom<CardLanguage>(
        (value) => languages.some((one) => one === value),
        `must be ${languages.join(', ')}`,
      )
      .default('both'),
    when: z
      .string('must be in words')
      .default('on arrival')
      .transform((text, context) => {
        const parsed = parseWhen(text);
        if ('when' in parsed) return parsed.when;
        context.addIssue({
          code: 'custom',
          message: `cannot be used: ${faultText(parsed.fault, 'en')}`,
        });
        return z.NEVER;
      }),
    quiet: z
      .string('must be in words')
      .transform((text, context) => {
        const parsed = parseQuiet(text);
        if ('quiet' in parsed) return parsed.quiet;
        context.addIssue({
          code: 'custom',
          message: `cannot be used: ${faultText(parsed.fault, 'en')}`,
        });
        return z.NEVER;
      })
      .optional(),
    thread: z
      .preprocess(
        (value) => (typeof value === 'bigint' ? String(value) : value),
        name('must name a thread, in quotes'),
      )
      .optional(),
    cap: z
      .preprocess(
        (value) => (typeof value === 'bigint' ? Number(value) : value),
        z.int('must be a number of posts a day, such as 3').min(1, 'must be 1 or more'),
      )
      .optional(),
    catchUp: z
      .string('must be hours or days such as 24h or 3d')
      .regex(/^(?:[1-9]\d{0,2}h|[1-9]\d?d)$/, 'must be hours or days such as 24h or 3d')
      .transform((text) => Number.parseInt(text, 10) * (text.endsWith('d') ? 24 : 1) * 3_600_000)
      .optional(),
  })
  .refine((entry) => entry.companies !== undefined || entry.tags !== undefined, {
    path: ['companies'],
    message: 'is missing: write companies: all, companies: [meta] or tags: [tech]',
  });
type Entry = z.infer<typeof Entry>;

/** Reads the text of digests/subscriptions.yaml; `file` is how errors name it. Never throws. */
export function readSubscriptions(text: string, file = 'subscriptions.yaml'): SubscriptionList {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    intAsBigInt: true,
    prettyErrors: false,
  });
  const fault = document.errors[0];
  if (fault !== undefined) {
    return only(`${file} line ${lines.linePos(fault.pos[0]).line} is not YAML: ${fault.message}.`);
  }
  if (document.contents === null) return { subscriptions: [], errors: [] };
  if (!isSeq(document.contents)) {
    return only(`${file} must be a list of subscriptions, each beginning with "- platform:".`);
  }
  return distinct(readEntries(document, lines, file));
}

/** A channel's own subscription, from the entry that is kept of it; null where this version cannot read it. */
export function readKept(entry: unknown): Subscription | null {
  const parsed = Entry.safeParse(entry);
  return parsed.success ? { ...subscription(parsed.data), origin: 'channel' } : null;
}

function only(error: string): SubscriptionList {
  return { subscriptions: [], errors: [error] };
}

interface ReadEntry {
  readonly place: string;
  readonly subscription: Subscription | null;
  readonly errors: readonly string[];
}

function readEntries(document: Document, lines: LineCounter, file: string): readonly ReadEntry[] {
  if (!isSeq(document.contents)) return [];
  return document.contents.items.map((item, index) => {
    const start = isMap(item) ? item.range?.[0] : undefined;
    const line = start === undefined ? '' : ` line ${lines.linePos(start).line}`;
    const place = `${file}${line} (entry ${index + 1})`;
    return readEntry(plain(document, index), place);
  });
}

/** The entry as plain data; null where aliases cannot be followed. */
function plain(document: Document, index: number): unknown {
  try {
    const list: unknown = document.toJS();
    return Array.isArray(list) ? list[index] : null;
  } catch {
    return null;
  }
}

function readEntry(given: unknown, place: string): ReadEntry {
  const parsed = Entry.safeParse(given);
  if (parsed.success) return { place, subscription: subscription(parsed.data), errors: [] };
  return {
    place,
    subscription: null,
    errors: parsed.error.issues.map((issue) => `${place}: ${ended(sentence(issue))}`),
  };
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = nearest(key, Object.keys(Entry.shape));
    return `unknown key "${key}"${near === null ? `; there are ${Object.keys(Entry.shape).join(', ')}` : `; did you mean "${near}"?`}`;
  }
  if (issue.path.length === 0) return 'must be a subscription with platform, channel and companies';
  return `${issue.path.map(String).join('.')} ${issue.message}`;
}

function ended(words: string): string {
  return /[.?]$/.test(words) ? words : `${words}.`;
}

function subscription({
  platform,
  channel,
  companies,
  tags = [],
  language,
  when,
  quiet,
  thread,
  cap,
  catchUp = usualCatchUp,
}: Entry): Subscription {
  const wanted = companies ?? [];
  return {
    id: subscriptionId({ platform, channel, thread: thread ?? null, companies: wanted, tags }),
    platform,
    channel,
    thread: thread ?? null,
    companies: wanted,
    tags,
    language,
    when,
    quiet: quiet ?? null,
    cap: cap ?? null,
    catchUp,
    paused: false,
    origin: 'file',
  };
}

/** What makes a subscription another one: where it is, and what it wants. */
export function subscriptionId({
  platform,
  channel,
  thread,
  companies,
  tags,
}: Pick<Subscription, 'platform' | 'channel' | 'thread' | 'companies' | 'tags'>): string {
  const filter = [
    ...(companies === 'all' ? ['all'] : companies.toSorted()),
    ...tags.toSorted().map((tag) => `#${tag}`),
  ];
  return [platform, channel, ...(thread === null ? [] : [thread]), filter.join(',')].join('/');
}

/** A channel that wants the same twice would get every card twice: the first entry counts. */
function distinct(entries: readonly ReadEntry[]): SubscriptionList {
  const first = new Map<string, string>();
  const errors: string[] = [];
  const subscriptions = entries.flatMap(({ place, subscription: one, errors: own }) => {
    errors.push(...own);
    if (one === null) return [];
    const before = first.get(one.id);
    if (before === undefined) first.set(one.id, place);
    else
      errors.push(
        `${place}: the same channel wants the same companies as in ${before}; keep one of the two.`,
      );
    return before === undefined ? [one] : [];
  });
  return { subscriptions, errors };
}
