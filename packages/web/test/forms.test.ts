/**
 * What is taken from a form, and from whom.
 */

import { describe, expect, it } from '@jest/globals';
import { COOKIE, FORM, givenEndpoints, HOST, PAGE, TOKEN } from './fixture/given-endpoints.ts';

const OWN = `https://${HOST}`;

describe('a form of ours', () => {
  /** The documented cells of decision 15, written from the text. */
  const isAccepted = (
    origin: string | undefined,
    site: string | undefined,
    hasCookie: boolean,
    isJson: boolean,
  ): boolean => {
    const saysOurs = origin === OWN || site === 'same-origin';
    const saysNothing = origin === undefined && (site === undefined || site === 'none');
    // No form can send JSON, and a script of another page is asked about first.
    return saysOurs || (saysNothing && (isJson || !hasCookie));
  };

  it('is accepted in the documented cells of origin, site, cookie and type, and in no other (V33, V31, W5, corpus 4.16)', async () => {
    const given = givenEndpoints();
    const wrong: unknown[] = [];
    let cells = 0;
    for (const endpoint of ['login', 'logout'] as const) {
      for (const origin of [
        undefined,
        OWN,
        'null',
        'https://evil.example',
        `http://${HOST}`,
        `https://sub.${HOST}`,
        `${OWN}.evil.example`,
        `${OWN}:444`,
      ]) {
        for (const site of [undefined, 'none', 'same-origin', 'same-site', 'cross-site']) {
          for (const cookie of ['none', 'other', 'junk', 'live', 'doubled']) {
            for (const type of ['form', 'json', 'text/plain', 'multipart/form-data; boundary=x', '']) {
              cells += 1;
              const live = cookie === 'live' ? await given.signIn() : '';
              const value = {
                none: undefined,
                other: 'app=1',
                junk: `${COOKIE}=junk`,
                live,
                doubled: `${COOKIE}=a; ${COOKIE}=b`,
              }[cookie];
              const headers: Record<string, string> = {
                ...(origin && { origin }),
                ...(site && { 'sec-fetch-site': site }),
                ...(value && { cookie: value }),
              };
              if (type !== '')
                headers['content-type'] =
                  type === 'form' ? (FORM['content-type'] ?? '') : type === 'json' ? 'application/json' : type;
              const body = new TextEncoder().encode(
                type === 'json' ? JSON.stringify({ password: TOKEN }) : `password=${TOKEN}`,
              );
              const response = await given.ask(endpoint, { method: 'POST', headers, body });
              const accepted = isAccepted(origin, site, !['none', 'other'].includes(cookie), type === 'json');
              const readable = endpoint === 'logout' || type === 'form' || type === 'json';
              const expected = !accepted
                ? [403]
                : !readable
                  ? [415]
                  : endpoint === 'logout'
                    ? [204]
                    : type === 'json'
                      ? [200]
                      : [303];
              const sets = response.headers.getSetCookie().length;
              if (!expected.includes(response.status) || sets !== (response.status < 400 ? 1 : 0))
                wrong.push({ endpoint, origin, site, cookie, type, status: response.status, expected, sets });
              if (
                endpoint === 'logout' &&
                cookie === 'live' &&
                ((await given.core.clientSessions.current(live)) === null) !== accepted
              )
                wrong.push({ endpoint, origin, site, what: 'session' });
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(cells).toBe(2 * 8 * 5 * 5 * 5);
  });

  it('changes nothing by GET or HEAD, whatever it carries (V54, P25)', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const cookie = await signIn();
    for (const method of ['GET', 'HEAD']) {
      for (const endpoint of ['login', 'logout'] as const) {
        const response = await ask(endpoint, {
          method,
          query: `?password=${TOKEN}&_method=POST&username=x`,
          headers: { ...PAGE, cookie, 'x-http-method-override': 'POST' },
        });
        expect([method, endpoint, response.headers.getSetCookie()]).toEqual([method, endpoint, []]);
      }
    }
    expect(await core.clientSessions.current(cookie)).not.toBeNull();
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await ask('logout', { method, headers: { cookie, origin: OWN } });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, POST']);
    }
    expect(await core.clientSessions.current(cookie)).not.toBeNull();
  });
});
