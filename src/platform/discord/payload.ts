/** Message flags we use (doc: Message Flags). */
export const flags = { ephemeral: 1 << 6, silent: 1 << 12, componentsV2: 1 << 15 } as const;

/** Markdown text. */
export interface TextDisplay {
  readonly type: 10;
  readonly id?: number;
  readonly content: string;
}

/** A line between sections. */
export interface Separator {
  readonly type: 14;
  readonly divider: true;
  readonly spacing: 1 | 2;
}

export interface ButtonComponent {
  readonly type: 2;
  /** 1 is the one coloured button of a card, 2 a plain one. */
  readonly style: 1 | 2;
  readonly label: string;
  readonly custom_id: string;
}

export interface ActionRow {
  readonly type: 1;
  readonly components: readonly ButtonComponent[];
}

/** Pictures that come with the message, by their names as `attachment://picture-1.png`. */
export interface MediaGallery {
  readonly type: 12;
  readonly items: readonly {
    readonly media: { readonly url: string };
    readonly description: string;
  }[];
}

/** A file that comes with the message: the n-th of its files has the id n (a text, by the schema). */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly description: string;
}

/** The frame around a card. */
export interface Container {
  readonly type: 17;
  readonly id?: number;
  readonly components: readonly (TextDisplay | Separator | MediaGallery | ActionRow)[];
}

/** The body of one message as Discord's REST API takes it: Components V2, and nobody is pinged. */
export interface Payload {
  readonly flags: number;
  readonly components: readonly Container[];
  readonly attachments: readonly Attachment[];
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

/** Text to type; style 2 has several lines. */
export interface TextInput {
  readonly type: 4;
  readonly custom_id: string;
  readonly style: 1 | 2;
  readonly required: boolean;
  readonly min_length: number;
  readonly max_length: number;
  readonly value?: string;
}

/** A choice from a list. */
export interface StringSelect {
  readonly type: 3;
  readonly custom_id: string;
  readonly required: boolean;
  readonly min_values: number;
  readonly max_values: number;
  readonly options: {
    readonly label: string;
    readonly value: string;
    readonly default: boolean;
  }[];
}

/** A choice of one channel of the server; type 0 is a text channel, 5 an announcement channel. */
export interface ChannelSelect {
  readonly type: 8;
  readonly custom_id: string;
  readonly required: true;
  readonly channel_types: (0 | 5)[];
  readonly default_values?: { readonly id: string; readonly type: 'channel' }[];
}

/** A form, as the answer to a pressed button. */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly {
    readonly type: 18;
    readonly label: string;
    readonly component: TextInput | StringSelect | ChannelSelect;
  }[];
}
