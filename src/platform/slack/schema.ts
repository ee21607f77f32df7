import { z } from 'zod';

/** What Slack sent, whole: what was kept of it goes the same way as what arrives. */
export const Body = z.record(z.string(), z.unknown());

/** Who of ours an event is for: one of those who see it. */
const authorizations = z
  .array(z.object({ user_id: z.string(), is_bot: z.boolean().default(false) }))
  .default([])
  .catch([]);

/** The bot's user id where an event tells it; else empty. */
export function botIn(event: { readonly authorizations: z.infer<typeof authorizations> }): string {
  return event.authorizations.find(({ is_bot: isBot }) => isBot)?.user_id ?? '';
}

/** One event in its envelope: `message` or `app_mention`. */
export const MessageEvent = z.object({
  event_id: z.string(),
  authorizations,
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    subtype: z.string().optional(),
    channel: z.string(),
    channel_type: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().nullish(),
    text: z.string().nullish(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    /** Who wrote the message that the thread stands under. */
    parent_user_id: z.string().optional(),
  }),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

/** A typed slash command. */
export const SlashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  channel_id: z.string(),
  user_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** A pressed button of a message. */
export const Press = z.object({
  trigger_id: z.string(),
  response_url: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  container: z.object({
    message_ts: z.string(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});
export type Press = z.infer<typeof Press>;

const subject = z.object({ digest: z.string(), revision: z.number() }).nullable();

/** The value that our buttons carry. */
export const ButtonValue = z.object({ value: z.string(), subject });

/** What our modals remember: where the answer goes, and what the question is about. */
export const FormContext = z.object({
  channel: z.string(),
  thread: z.string().nullable(),
  /** For a card that one person alone sees: where their private answer is sent. */
  response_url: z.string().nullable(),
  subject,
});
export type FormContext = z.infer<typeof FormContext>;

/** A submitted modal. */
export const Submission = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});
export type Submission = z.infer<typeof Submission>;

/** The answer to chat.postMessage and chat.update. */
export const Sent = z.object({ ts: z.string(), channel: z.string() });

/** The answer to the upload of one file: filesUploadV2 puts what Slack answered to its last call into a list. */
export const Uploaded = z
  .object({ files: z.tuple([z.object({ files: z.tuple([z.object({ id: z.string() })]) })]) })
  .transform(
    ({
      files: [
        {
          files: [file],
        },
      ],
    }) => file,
  );

/** What files.info tells of a file; its type is not known until it can be shown. */
export const FileInfo = z.object({ file: z.object({ mimetype: z.string().optional() }) });

/** A page of a channel's messages with our metadata. */
export const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ key: z.unknown() }).partial() })
        .optional()
        .catch(undefined),
    }),
  ),
  has_more: z.boolean().default(false),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
export type History = z.infer<typeof History>;

/** What conversations.info tells of a channel. */
export const Conversation = z.object({
  channel: z.object({
    is_member: z.boolean().default(false),
    is_archived: z.boolean().default(false),
    is_im: z.boolean().default(false),
  }),
});

/** What conversations.info tells of a channel for its settings. */
export const HomeChannel = z.object({
  channel: z.object({
    name: z.string().optional(),
    creator: z.string().optional(),
    locale: z.string().optional(),
  }),
});

/** What users.info tells of a person. */
export const HomePerson = z.object({
  user: z.object({
    team_id: z.string().optional(),
    tz: z.string().optional().catch(undefined),
    locale: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_admin: z.boolean().default(false),
    is_owner: z.boolean().default(false),
    is_primary_owner: z.boolean().default(false),
    enterprise_user: z
      .object({ enterprise_id: z.string().optional(), teams: z.array(z.string()).default([]) })
      .optional(),
  }),
});
export type HomePerson = z.infer<typeof HomePerson>;

/** What auth.test tells of where the bot is. */
export const TokenOf = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().default(false),
});

/** A page of the people in a channel. */
export const Members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const id = z.string();

/** The events that tell of a channel nothing but its id. */
export const plainChanges = [
  'channel_left',
  'group_left',
  'channel_archive',
  'group_archive',
  'channel_unarchive',
  'group_unarchive',
  'channel_deleted',
  'group_deleted',
] as const;

/** An event that tells of a channel, in its envelope; event_time is in s. */
export const ChannelChange = z.object({
  event_id: id,
  event_time: z.number(),
  authorizations,
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('member_joined_channel'),
      user: id,
      channel: id,
      inviter: id.optional(),
    }),
    z.object({ type: z.literal('member_left_channel'), user: id, channel: id }),
    z.object({
      type: z.enum(['channel_rename', 'group_rename']),
      channel: z.object({ id, name: z.string() }),
    }),
    z.object({ type: z.literal('channel_id_changed'), old_channel_id: id, new_channel_id: id }),
    z.object({
      type: z.enum(plainChanges),
      channel: id,
    }),
  ]),
});
export type ChannelChange = z.infer<typeof ChannelChange>;

/** An event that tells of the end of an installation, in its envelope; event_time is in s. */
export const Uninstalling = z.object({
  event_id: id,
  event_time: z.number(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      tokens: z.object({ bot: z.array(id).default([]) }),
    }),
  ]),
});
export type Uninstalling = z.infer<typeof Uninstalling>;

/** Text of ours in JSON that Slack brought back; null where it is not ours. */
export function parseJson<T>(shape: z.ZodType<T>, text: string): T | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
