import { languageCodes, languageOf } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { faulty, type Faulty } from './time-fault.ts';

/** The IANA zone of a name or alias in any case, or what is wrong with it. */
export function zoneOf(name: string): { readonly zone: string } | Faulty {
  const zone = zoneNamed(name);
  if (zone !== null) return { zone };
  const near = likely(name);
  return near === null
    ? faulty('unknownZone', { zone: name })
    : faulty('unknownZoneNear', { zone: name, near });
}

// IANA's EST and MST have no summer time, which is not what people mean: short names are none.
const form = /^(?:utc|gmt|[a-z]{4,}|[a-z_]+(?:\/[\w+-]+)+)$/i;
const continents =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/** The zone of an IANA name or alias in any case, null for everything else (offsets, JST). */
export function zoneNamed(name: string): string | null {
  const known = form.test(name) ? ianaName(name) : null;
  // Europe/Kyiv stays, which ICU would have as Europe/Kiev; US/Eastern and Japan are America/New_York and Asia/Tokyo.
  return known === null || continents.test(known) ? known : resolved(known);
}

/** ICU knows names besides, such as SystemV/EST5, at which Temporal throws. */
function ianaName(name: string): string | null {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return null;
  }
}

function resolved(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Names that people give to zones, in lower case. */
export const zoneNicknames: ReadonlyMap<string, string> = new Map(
  languageCodes.flatMap((code) => Object.entries(languageOf(code).timing.zones)),
);

const zones = Intl.supportedValuesOf('timeZone');

/** The zone that people mean by a name that is none: Tokyo, JST, 東京; null where a slip can only be guessed. */
export function zoneMeant(name: string): string | null {
  if (name.length > 50) return null;
  const folded = plainName(name);
  const city = `/${folded.replaceAll(' ', '_')}`;
  return (
    zoneNicknames.get(folded) ??
    zones.find((zone) => zone.toLowerCase().endsWith(city)) ??
    (/^[a-z]+$/.test(folded) ? resolved(folded) : null)
  );
}

/** What a wrong name may have meant: Asia/Tokio too. */
function likely(name: string): string | null {
  return zoneMeant(name) ?? (name.length > 50 ? null : nearest(plainName(name), zones));
}

function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
