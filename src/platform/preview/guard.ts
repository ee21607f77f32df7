import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Names a browser on this machine may call us by; anything else is another site's name bound to our address. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Refuses (421) a request whose Host is not a loopback name with our port. */
export function ownHostOnly(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase() ?? '';
    const own = loopbackNames.some(
      (name) => host === `${name}:${port()}` || (port() === 80 && host === name),
    );
    if (own) return next();
    return c.text('This page answers only to this machine’s own names.', 421);
  };
}

/**
 * Refuses (403) a request that changes something unless the browser says it comes from our own page.
 * hono/csrf lets every JSON body pass, and either of the two headers; here both must be right.
 */
export function ownOriginOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const own = `http://${c.req.header('host') ?? ''}`;
    const fits =
      (origin === undefined || origin === own) && (site === undefined || site === 'same-origin');
    if (fits && (origin !== undefined || site !== undefined)) return next();
    return c.text('This request did not come from the page itself.', 403);
  };
}

/** Nothing but our own files may load, run, frame or be sent to; no script or style may stand in the page. */
export function strictHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // "no-referrer" would make the Origin of our own forms "null".
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
  });
}
