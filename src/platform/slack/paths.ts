/** Where Slack and those who install the app reach us, under SLACK_PUBLIC_URL. */
export const paths = {
  /** Events, commands, presses and forms. */
  requests: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

/** A path under the address that people were given. */
export function publicAddress(publicUrl: string, path: keyof typeof paths): string {
  return publicUrl.replace(/\/+$/, '') + paths[path];
}
