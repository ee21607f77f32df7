/** What the bot may do, by Slack's name for it, and what for; a scope without a use is not asked for. */
const scopes = {
  'app_mentions:read': 'questions that mention the bot',
  'channels:history':
    'questions in threads of public channels, and the look for a post that may stand there',
  'channels:read': 'whether the bot may post in a public channel, and what becomes of the channel',
  'chat:write': 'posting and correcting cards, and answering',
  commands: '/digest, and a command for each company',
  'files:read': 'whether Slack has a picture ready to be shown',
  'files:write': 'uploading the pictures of cards',
  'groups:history': 'the same as channels:history in private channels',
  'groups:read': 'the same as channels:read of private channels',
  'im:history': 'questions in direct messages',
  'im:read': 'whether the bot may write to a person, as where it answers them',
  'users:read': 'who may say what a channel gets, and the language and zone it begins with',
} as const;

/** The scopes of the bot, as the manifest and the page that asks for the installation name them. */
export const botScopes: readonly string[] = Object.keys(scopes);
