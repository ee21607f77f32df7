import { z } from 'zod';
import { MessageWords } from './message-text.ts';

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

/** What was pressed: a button, or an option of a menu. */
const PressedElement = z.object({
  action_id: z.string(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
export type PressedElement = z.infer<typeof PressedElement>;

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
  actions: z.array(PressedElement).min(1),
});
export type Press = z.infer<typeof Press>;

/** A pressed button of a view: of a person's Home tab, or of a modal. */
export const ViewPress = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  container: z.object({ type: z.literal('view') }),
  view: z.object({
    id: z.string(),
    type: z.enum(['home', 'modal']),
    hash: z.string().optional(),
  }),
  actions: Press.shape.actions,
});
export type ViewPress = z.infer<typeof ViewPress>;

/** A person opened the app's page: its Home tab, or their messages with the bot. */
export const HomeOpened = z.object({
  event: z.object({
    user: z.string(),
    tab: z.string(),
    view: z.object({ hash: z.string().optional() }).optional(),
  }),
});

/** A shortcut that was used: on a message, or one that stands everywhere. */
export const Shortcut = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_action'),
    callback_id: z.string(),
    trigger_id: z.string(),
    response_url: z.string(),
    user: z.object({ id: z.string() }),
    channel: z.object({ id: z.string() }),
    message: MessageWords.extend({ ts: z.string(), thread_ts: z.string().optional() }),
  }),
  z.object({
    type: z.literal('shortcut'),
    callback_id: z.string(),
    trigger_id: z.string(),
    user: z.object({ id: z.string() }),
  }),
]);
export type Shortcut = z.infer<typeof Shortcut>;

const subject = z.object({ digest: z.string(), revision: z.number() }).nullable();

/** The value that our buttons carry. */
export const ButtonValue = z.object({ value: z.string(), subject });
export type ButtonValue = z.infer<typeof ButtonValue>;

/** The value that options of our menus carry: action, value, and what the card is about. */
export const OptionValue = z.union([
  z.tuple([z.string(), z.string()]),
  z.tuple([z.string(), z.string(), z.string(), z.number()]),
]);
export type OptionValue = z.infer<typeof OptionValue>;

/** What forms are for. */
export const FormAction = z.enum(['ask', 'report', 'subscribe', 'ingest']);
export type FormAction = z.infer<typeof FormAction>;

/** What our modals remember: where the answer goes, and what the question is about. */
export const FormContext = z.object({
  channel: z.string(),
  thread: z.string().nullable(),
  /** For a card that one person alone sees: where their private answer is sent. */
  response_url: z.string().nullable(),
  subject,
  /** The form's own. */
  value: z.string(),
});
export type FormContext = z.infer<typeof FormContext>;

const chosen = z.object({ value: z.string() });

/** What stands in the fields of a view, by block and action. */
export const FormState = z.object({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        value: z.string().nullish(),
        selected_option: chosen.nullish(),
        selected_options: z.array(chosen).nullish(),
        selected_conversation: z.string().nullish(),
        selected_time: z.string().nullish(),
      }),
    ),
  ),
});
export type FormState = z.infer<typeof FormState>;

/** A submitted modal. */
export const Submission = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string().default(''),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: FormState,
  }),
});
export type Submission = z.infer<typeof Submission>;

/** What a response_url answers where it does not take what it got. */
export const ResponseError = z.object({ error: z.string() });

/** The answer to chat.postMessage and chat.update. */
export const Sent = z.object({ ts: z.string(), channel: z.string() });
export type Sent = z.infer<typeof Sent>;

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
