/**
 * Cookies of a program outside a browser, kept in memory. Browsers show no script what `Set-Cookie` says and let none
 * set `Cookie`, so there this does nothing.
 *
 * @see RFC 6265 §5.3, of which Doorward's own cookies need little
 */

export interface CookieJar {
  addTo(request: Request): void;
  keep(response: Response, url: string): void;
}

export function createCookieJar(): CookieJar {
  /** By origin, then by name. */
  const kept = new Map<string, Map<string, string>>();
  return {
    addTo(request) {
      const cookies = kept.get(new URL(request.url).origin);
      if (cookies === undefined || cookies.size === 0) return;
      request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
      // No site made this program ask, which is what the server wants to know beside a cookie.
      request.headers.set('sec-fetch-site', 'same-origin');
    },
    keep(response, url) {
      for (const line of response.headers.getSetCookie()) {
        const { origin } = new URL(url);
        const cookies = kept.get(origin) ?? new Map<string, string>();
        kept.set(origin, cookies);
        const { name, value, isOver } = readSetCookie(line);
        if (isOver) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
  };
}

function readSetCookie(line: string): { readonly name: string; readonly value: string; readonly isOver: boolean } {
  const [pair = '', ...attributes] = line.split(';');
  const split = pair.indexOf('=');
  const isOver = attributes.some((attribute) => /^\s*max-age\s*=\s*(?:0|-\d+)\s*$/i.test(attribute));
  return { name: pair.slice(0, split).trim(), value: pair.slice(split + 1).trim(), isOver };
}
