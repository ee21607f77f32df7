// What the page asks of its server.

const { channel, look } = document.body.dataset;
const said = JSON.parse(document.body.dataset.words ?? '{}');

/** The page's own sentences, in its language. */
export const words = said;

/** Sends what a person did; gives the outcome, or throws an Error whose message can be shown. */
export async function send(deed, body) {
  const response = await fetch(`/channels/${encodeURIComponent(channel)}/${deed}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response === null) throw new Error(said.unreachable);
  const outcome = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(outcome.error ?? said.unreachable);
  return outcome;
}

/** Every command with what it does, for completion. */
export async function commands() {
  const response = await fetch('/commands').catch(() => null);
  return response?.ok ? response.json() : [];
}

/** What needs the operator as the page shows it now; null where the server does not tell. */
export async function noticeBar() {
  const response = await fetch('/notices').catch(() => null);
  if (!response?.ok) return null;
  return new DOMParser()
    .parseFromString(await response.text(), 'text/html')
    .querySelector('.notices');
}

/** The page at an address as a document. */
export async function pageAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(said.unreachable);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Listens to the channel's changes; `told` hears each one, `missed` when some were lost. */
export function listen({ told, missed, lost }) {
  const { revision } = document.body.dataset;
  const query = new URLSearchParams({ revision, as: look });
  const source = new EventSource(`/channels/${encodeURIComponent(channel)}/events?${query}`);
  source.addEventListener('message', (event) => told(JSON.parse(event.data)));
  source.addEventListener('stale', missed);
  source.addEventListener('open', () => lost(false));
  source.addEventListener('error', () => lost(true));
}
