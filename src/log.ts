import { pino, stdSerializers } from 'pino';

/** Shapes of the credentials that pass through here; a hit is masked from its named end on. */
const credentials: readonly RegExp[] = [
  /()\bxox[a-z]-[\w-]{8,}/g, // Slack: bot, user, refresh and legacy tokens
  /()\bxapp-[\w-]{8,}/g, // Slack: app-level token
  /()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, // Discord: bot token
  /((?:hooks\.slack\.com\/\w+|api\/(?:v\d+\/)?(?:webhooks|interactions)\/\d+)\/)[\w/-]{16,}/g, // addresses that post as us
  /([?&]ticket=)[\w-]+/g, // Slack: the socket's one-time address
  /([?&](?:code|state|client_secret)=)[^&\s"]+/g, // Slack: what an installation comes back with
  /([?&]password=)[^&\s"]+/gi, // PostgreSQL: a password beside its address
  /(\bpostgres(?:ql)?:\/\/[^\s:@/"]+:)[^\s"]+(?=@)/g, // up to the last @: a password may hold one
];

/** The text with everything that looks like a credential replaced by ***. */
export function masked(text: string): string {
  return credentials.reduce((out, shape) => out.replace(shape, '$1***'), text);
}

/** What the parts of kawaraban log to: a static message with its facts as fields. */
export type Log = Pick<ReturnType<typeof createLog>, 'debug' | 'info' | 'warn' | 'error'>;

/** A log that writes one JSON line an entry (on stderr unless told otherwise); credentials never get through. */
export function createLog(
  level: string,
  write: (line: string) => void = (line) => process.stderr.write(line),
) {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(masked(line)) },
  );
}
