/** What a person's own page and the form for subscriptions say. */
export interface HomeWording {
  readonly title: string;
  /** What the page is for, and how to ask. */
  readonly intro: string;
  /** Over the channels that the person manages; where there are none with a subscription: how to begin, with a {company}. */
  readonly channels: string;
  readonly begin: string;
  /** A {channel} by its name; under it the {next} post of a subscription. */
  readonly channel: string;
  readonly next: string;
  /** The {list} of channels without a subscription; {count} subscriptions more. */
  readonly bare: string;
  readonly more: string;
  readonly change: string;
  readonly end: string;
  readonly preview: string;
  readonly subscribe: string;
  /** Over the newest digests; what their buttons do; where there are none. */
  readonly digests: string;
  readonly digestsHint: string;
  readonly noDigests: string;
  /** Over the language; the {language} that the person chose; the one of the platform. */
  readonly language: string;
  readonly ownLanguage: string;
  readonly platformLanguage: string;
  readonly asPlatform: string;
  readonly form: SubscriptionFormWording;
  /** A time of day is missing. */
  readonly noTime: string;
  /** The subscription of a button is not there any more. */
  readonly gone: string;
  /** Where commands are to be typed that an answer names: in a {channel}. */
  readonly typedThere: string;
  /** Where it is not known whether the bot is in the channel; where the platform tells nothing of the channel. */
  readonly invite: string;
  readonly unseen: string;
  /** The {summary} of the subscription that a changed one stands in the place of. */
  readonly insteadOf: string;
}

/** The form for a subscription. */
interface SubscriptionFormWording {
  readonly title: string;
  readonly changeTitle: string;
  readonly submit: string;
  readonly channel: string;
  readonly companies: string;
  /** In a {channel}; in a {zone}. */
  readonly companiesIn: string;
  /** Among the companies: all of them, and those with a {tag}. */
  readonly everything: string;
  readonly tagged: string;
  readonly language: string;
  readonly when: string;
  readonly time: string;
  readonly timeIn: string;
  readonly whens: Readonly<Record<'arrival' | 'weekdays' | 'daily', string>>;
  /** The {when} that is kept. */
  readonly sameWhen: string;
}
