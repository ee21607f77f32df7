import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Installation, Installations } from './installations.ts';

const cipher = 'aes-256-gcm';
const [nonceLength, tagLength, keyLength] = [12, 16, 32];
/** What the sealed text begins with, so that another way of sealing can follow. */
const mark = 'v1.';

/** A key of its own for one purpose, made of the operator's secret. */
export function keyFor(purpose: string, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `kawaraban ${purpose}`, keyLength));
}

/**
 * The installations with their secrets sealed (AES-256-GCM, bound to their workspace) by a key made of the operator's
 * secret. One that cannot be opened, as after another SECRET_KEY, is as one that is not there, and is told to `lost`.
 */
export function sealedBy(
  secret: string,
  kept: Installations,
  lost: (workspace: string) => void,
): Installations {
  const key = keyFor('installations', secret);
  const opened = (platform: string, row: Installation): Installation | null => {
    const text = open(key, `${platform}/${row.workspace}`, row.secret);
    if (text === null) lost(row.workspace);
    return text === null ? null : { ...row, secret: text };
  };
  return {
    keep: (platform, given) =>
      kept.keep(platform, {
        ...given,
        secret: seal(key, `${platform}/${given.workspace}`, given.secret),
      }),
    async get(platform, workspace) {
      const row = await kept.get(platform, workspace);
      return row === null ? null : opened(platform, row);
    },
    remove: (platform, workspace) => kept.remove(platform, workspace),
    async list(platform) {
      return (await kept.list(platform)).flatMap((row) => opened(platform, row) ?? []);
    },
  };
}

function seal(key: Buffer, of: string, text: string): string {
  const nonce = randomBytes(nonceLength);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  sealing.setAAD(Buffer.from(of));
  const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return mark + Buffer.concat([nonce, sealing.getAuthTag(), body]).toString('base64');
}

function open(key: Buffer, of: string, sealed: string): string | null {
  try {
    if (!sealed.startsWith(mark)) return null;
    const bytes = Buffer.from(sealed.slice(mark.length), 'base64');
    const nonce = bytes.subarray(0, nonceLength);
    // Without its length a tag of four bytes would do, which can be guessed.
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
    opening.setAAD(Buffer.from(of));
    opening.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    const body = bytes.subarray(nonceLength + tagLength);
    return Buffer.concat([opening.update(body), opening.final()]).toString('utf8');
  } catch {
    return null; // another key, or altered
  }
}
