import { expect, it } from '@jest/globals';
import { type Browser, browserAt, signInWith } from '../../../provider/provider-browser.ts';
import { SCRIPT } from '../../fixture.ts';
import type { GivenProviders } from './given-providers.ts';

/** A provider that says that somebody has signed out. */
export function providerSignOut({ get, acme, other }: GivenProviders): void {
  it('ends when the provider says so itself: one session of it, or all of a person', async () => {
    const tell = (fields: Readonly<Record<string, string>>, path = '/auth/sso/acme/signed-out') =>
      get()
        .http.post(path)
        .type('form')
        .send({ proof: acme.proof, ...fields });
    const isIn = async (browser: Browser) => (await browser.get('/who', SCRIPT)).status === 200;
    const [laptop, phone, another] = [browserAt(get()), browserAt(get()), browserAt(get())];
    const { person } = acme;
    acme.person = { ...person, sid: 'laptop' };
    await signInWith(laptop, acme);
    acme.person = { ...person, sid: 'phone' };
    await signInWith(phone, acme);
    acme.person = { ...person, subject: '4712', sid: 'other' };
    await signInWith(another, acme);
    acme.person = person;
    const guest = browserAt(get());
    other.person = { ...other.person, sid: 'laptop' };
    await signInWith(guest, other);
    const ended = await tell({ sid: 'laptop', sub: '4711' });
    expect([ended.status, ended.headers['cache-control'], ended.text]).toEqual([200, 'no-store', '']);
    expect([await isIn(laptop), await isIn(phone), await isIn(another)]).toEqual([false, true, true]);
    expect(await isIn(guest)).toBe(true);
    expect(get().events.at(-1)).toMatchObject({
      type: 'session-ended',
      target: 'acme:4711',
      method: 'acme',
      reason: 'core/provider-refused',
      detail: '1 session',
    });
    expect((await tell({ sub: '4711' })).status).toBe(200);
    expect([await isIn(phone), await isIn(another)]).toEqual([false, true]);
    for (const wrong of [{ sub: '4712', proof: 'guessed' }, { proof: acme.proof }, { sid: 'other', proof: '' }]) {
      const refused = await tell(wrong);
      expect([wrong, refused.status, refused.body]).toEqual([wrong, 400, { error: 'invalid_request' }]);
    }
    expect((await tell({ sub: 'nobody' })).status).toBe(200);
    expect((await tell({ sub: '4712' }, '/auth/sso/other/signed-out')).status).toBe(400);
    expect(await isIn(another)).toBe(true);
    acme.isAway = true;
    expect((await tell({ sub: '4712' })).status).toBe(503);
    acme.isAway = false;
    const odd = await get().http.put('/auth/sso/acme/signed-out');
    expect([odd.status, odd.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
  });
}
