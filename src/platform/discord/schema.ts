import { z } from 'zod';

/** A component in a channel's history: only what a mark is read from. */
const Component = z.object({
  type: z.number(),
  id: z.number().optional(),
  components: z
    .array(z.object({ type: z.number(), id: z.number().optional() }))
    .optional()
    .catch(undefined),
});

/** A message as REST gives it. */
export const Message = z.object({
  id: z.string(),
  channel_id: z.string(),
  author: z.object({ id: z.string() }),
  components: z.array(Component).default([]).catch([]),
});
export type Message = z.infer<typeof Message>;

export const Messages = z.array(Message);

/** A channel, as far as we ask: threads are of type 10, 11 and 12; an owner is that of a thread. */
export const Channel = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  owner_id: z.string().nullish(),
  thread_metadata: z.object({ archive_timestamp: z.string() }).nullish(),
});
export type Channel = z.infer<typeof Channel>;

/** A list of threads. */
export const Threads = z.object({
  threads: z.array(Channel),
  has_more: z.boolean().default(false),
});
export type Threads = z.infer<typeof Threads>;

/** Who a token belongs to. */
export const Self = z.object({ id: z.string() });

/** A server that the bot is in no more, or that is away; and a thread that is gone. */
export const GoneServer = z.object({ id: z.string(), unavailable: z.boolean().default(false) });
export const GoneThread = z.object({ id: z.string(), parent_id: z.string() });

const localised = z.record(z.string(), z.string()).nullish();

const Option = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  description_localizations: localised,
  autocomplete: z.boolean().nullish(),
  choices: z
    .array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) }))
    .nullish(),
});

/** A slash command as it is registered; fields we never set are not read. */
export const Command = z.object({
  name: z.string(),
  description: z.string(),
  description_localizations: localised,
  options: z.array(Option).nullish(),
});
export type Command = z.infer<typeof Command>;

export const Commands = z.array(Command);
