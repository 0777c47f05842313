import { machineActor } from '@doorward/accounts';
import { describe, expect, it } from '@jest/globals';
import { composePeople } from '../fixture/compose-people.ts';
import {
  COOKIE,
  createBrowser,
  formsOf,
  type GivenPeople,
  givenPeople,
  ORIGIN,
  type Page,
  type Person,
} from '../fixture/given-people.ts';

const TICKET = '/auth/ticket';
const NEW_PASSWORD = 'seven violet kettles hum';
const CHOSEN = { password: NEW_PASSWORD, repeat: NEW_PASSWORD };
const WRONG = `reset.${'x'.repeat(43)}`;

const linkOf = (ticket: string): string => `${TICKET}?ticket=${encodeURIComponent(ticket)}`;

async function issue(given: GivenPeople, purpose: 'invitation' | 'reset', person: Person = 'vera'): Promise<string> {
  const issued = await given.accounts.tickets.issue(machineActor('test'), purpose, await given.now(person));
  return issued.ticket;
}

/** Nobody is there yet. */
async function freshSetUp() {
  const people = composePeople();
  const issued = await people.accounts.tickets.issueSetUp();
  return { people, ticket: issued?.ticket ?? '', browser: () => createBrowser(people, '10.0.0.1') };
}

describe('the page of a link', () => {
  it.each(['invitation', 'reset'] as const)('of an %s shows for whom it is, and uses nothing up', async (purpose) => {
    const given = await givenPeople();
    const ticket = await issue(given, purpose);
    for (let i = 0; i < 30; i += 1) {
      const page = await given.browser().get(linkOf(ticket));
      expect([page.status, page.text.includes('vera')]).toEqual([200, true]);
      expect(formsOf(page)).toEqual([
        { action: TICKET, fields: ['ticket', 'password', 'repeat'], buttons: ['Set password and sign in'] },
      ]);
    }
    expect((await given.now('vera')).version).toBe(1);
  });

  it('keeps its address, which holds a secret, from everybody: no address follows, no cache, no referrer', async () => {
    const given = await givenPeople();
    const page = await given.browser().get(linkOf(await issue(given, 'reset')));
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(page.html.match(/ticket=/gu)).toBeNull();
  });

  it.each([
    ['nothing', TICKET],
    ['an empty one', `${TICKET}?ticket=`],
    ['a wrong one', linkOf(WRONG)],
    ['markup', linkOf('"><script>alert(1)</script>')],
    ['a long one', linkOf('x'.repeat(5000))],
    ['two', `${TICKET}?ticket=a&ticket=b`],
  ])('with %s says what to do (410)', async (_what, path) => {
    const { browser } = await givenPeople();
    const page = await browser().get(path);
    expect([page.status, page.html.includes('<script'), page.text.includes('accounts/ticket-invalid')]).toEqual([
      410,
      false,
      true,
    ]);
    expect(page.text).toMatch(/ask whoever gave you the link/);
    expect(page.headers.getSetCookie()).toEqual([]);
  });
});

describe('a link that is used', () => {
  it.each(['invitation', 'reset'] as const)(
    'of an %s sets the password, ends all sessions and signs in (A19, A69)',
    async (purpose) => {
      const given = await givenPeople();
      const old = await given.as('vera');
      const me = given.browser();
      const ticket = await issue(given, purpose);
      const page = await me.post(TICKET, { ticket, ...CHOSEN });
      expect([page.status, page.location, page.text]).toEqual([303, '/', '']);
      expect(`${JSON.stringify([...page.headers])}`).not.toContain(ticket);
      expect((await me.get('/app')).html).toBe('the app, for vera');
      expect((await old.get('/auth/account')).location).toContain('/auth/login');
      expect((await given.login(given.browser(), 'vera')).status).toBe(401);
      expect((await given.login(given.browser(), 'vera', NEW_PASSWORD)).status).toBe(303);
      expect((await given.browser().get(linkOf(ticket))).status).toBe(410);
      expect((await given.browser().post(TICKET, { ticket, ...CHOSEN })).status).toBe(410);
    },
  );

  it('ends the session of whoever was signed in at this browser before (S1)', async () => {
    const given = await givenPeople();
    const me = await given.as('editor');
    const before = me.cookies.get(COOKIE) ?? '';
    await me.post(TICKET, { ticket: await issue(given, 'reset'), ...CHOSEN });
    expect((await me.get('/app')).html).toBe('the app, for vera');
    expect(await given.core.clientSessions.current(`${COOKIE}=${before}`)).toBeNull();
  });

  it('twenty times at once is used once (L10)', async () => {
    const given = await givenPeople();
    const ticket = await issue(given, 'reset');
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const password = `${NEW_PASSWORD} ${i}`;
        return given.browser().post(TICKET, { ticket, password, repeat: password });
      }),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 19 }, () => 410)]);
    expect(sent.filter(({ headers }) => headers.getSetCookie().length > 0).length).toBe(1);
  });

  it.each([
    [{ password: 'short', repeat: 'short' }, 'password'],
    [{ password: 'vera@example.com', repeat: 'vera@example.com' }, 'password'],
    [{ repeat: 'something else here' }, 'repeat'],
    [{ password: '', repeat: '' }, 'password'],
  ])('with %j comes back, and works still', async (wrong, field) => {
    const given = await givenPeople();
    const me = given.browser();
    const ticket = await issue(given, 'invitation');
    const page = await me.post(TICKET, { ticket, ...CHOSEN, ...wrong });
    expect([page.status, page.html.includes(`id="${field}-error"`), page.headers.getSetCookie()]).toEqual([
      422,
      true,
      [],
    ]);
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    expect(page.html).toContain(`name="ticket" value="${ticket}"`);
    expect((await me.post(TICKET, { ticket, ...CHOSEN })).status).toBe(303);
  });

  it('takes no other field, and no other user (A14, A78, L11)', async () => {
    const given = await givenPeople();
    const ticket = await issue(given, 'reset');
    await given.browser().post(TICKET, {
      ticket,
      ...CHOSEN,
      username: 'owner',
      email: 'evil@example.com',
      roles: 'owner',
      status: 'active',
      user: 'id-of-owner',
      id: 'id-of-owner',
      is_superuser: 'true',
    });
    expect(await given.now('vera')).toMatchObject({ username: 'vera', email: 'vera@example.com', roles: ['viewer'] });
    expect(await given.now('owner')).toEqual(given.users.owner);
  });

  it('of somebody who is disabled, deleted or changed meanwhile is void (A19)', async () => {
    const given = await givenPeople();
    const owner = await given.as('owner');
    const [one, two, three] = [
      await issue(given, 'reset'),
      await issue(given, 'reset', 'edna'),
      await issue(given, 'reset', 'adam'),
    ];
    await owner.post('/auth/admin/users/id-of-vera', { status: 'disabled' });
    await owner.post('/auth/admin/users/id-of-edna/delete');
    await owner.post('/auth/admin/users/id-of-adam', { roles: 'viewer' });
    for (const ticket of [one, two, three]) {
      expect((await given.browser().get(linkOf(ticket))).status).toBe(410);
      expect((await given.browser().post(TICKET, { ticket, ...CHOSEN })).status).toBe(410);
    }
  });

  it('of somebody who waits for approval sets the password and does not sign in (A68)', async () => {
    const given = await givenPeople();
    await (await given.as('owner')).post('/auth/admin/users/id-of-vera', { status: 'pending' });
    const page = await given.browser().post(TICKET, { ticket: await issue(given, 'invitation'), ...CHOSEN });
    expect([page.status, page.text.includes('waiting for approval'), page.headers.getSetCookie()]).toEqual([
      200,
      true,
      [],
    ]);
    expect((await given.login(given.browser(), 'vera', NEW_PASSWORD)).status).toBe(403);
  });
});

describe('the set-up link', () => {
  const OWNER = { username: 'ada', email: 'ada@example.com', displayName: 'Ada', ...CHOSEN };

  it('makes the first owner, signs in, and is over for good (F13)', async () => {
    const made = await freshSetUp();
    const me = made.browser();
    const page = await me.get(linkOf(made.ticket));
    expect(formsOf(page)[0]?.fields).toEqual(['ticket', 'username', 'email', 'displayName', 'password', 'repeat']);
    const done = await me.post(TICKET, { ticket: made.ticket, ...OWNER, roles: 'viewer', status: 'disabled' });
    expect([done.status, done.location]).toEqual([303, '/']);
    expect(await made.people.store.userBy('ada')).toMatchObject({
      roles: ['owner'],
      status: 'active',
      displayName: 'Ada',
    });
    expect((await me.get('/auth/admin')).status).toBe(200);
    expect((await made.browser().get(linkOf(made.ticket))).status).toBe(410);
    expect(await made.people.accounts.tickets.issueSetUp()).toBeNull();
  });

  it('twenty times at once makes one owner (L10)', async () => {
    const made = await freshSetUp();
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        made.browser().post(TICKET, { ticket: made.ticket, ...OWNER, username: `ada${i}`, email: '' }),
      ),
    );
    expect(sent.filter(({ status }) => status === 303).length).toBe(1);
    expect((await made.people.store.users()).total).toBe(1);
  });

  it('of which the names are not right comes back with them', async () => {
    const made = await freshSetUp();
    const page = await made.browser().post(TICKET, { ticket: made.ticket, ...OWNER, username: '' });
    expect([page.status, page.html.includes('id="username-error"'), page.html.includes('value="Ada"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect((await made.people.store.users()).total).toBe(0);
  });
});

describe('guessing links', () => {
  it('is limited by address, by looking as by using, and a good link waits too (F13)', async () => {
    const given = await givenPeople();
    const guesser = given.browser('192.0.2.66');
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1) {
      const ticket = `reset.${String(i).padStart(43, 'x')}`;
      const page: Page = i % 2 ? await guesser.get(linkOf(ticket)) : await guesser.post(TICKET, { ticket, ...CHOSEN });
      statuses.push(page.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 410), ...Array.from({ length: 10 }, () => 429)]);
    const ticket = await issue(given, 'reset');
    const page = await guesser.get(linkOf(ticket));
    expect([page.status, page.headers.get('retry-after'), page.text.includes('vera')]).toEqual([429, '900', false]);
    expect((await guesser.post(TICKET, { ticket, ...CHOSEN })).status).toBe(429);
    expect((await given.browser('192.0.2.67').get(linkOf(ticket))).status).toBe(200);
  });

  it('counts the same wrong link once, so that a reload shuts nobody out', async () => {
    const { browser } = await givenPeople();
    const me = browser();
    for (let i = 0; i < 50; i += 1) expect((await me.get(linkOf(WRONG))).status).toBe(410);
  });
});

describe('the form of a link', () => {
  it('is refused from another origin (W4, decision 15)', async () => {
    const given = await givenPeople();
    const ticket = await issue(given, 'reset');
    const me = await given.as('editor');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams({ ticket, ...CHOSEN }).toString();
      expect((await me.send('POST', TICKET, { body, headers: { ...type, ...headers } })).status).toBe(403);
      expect((await given.browser().send('POST', TICKET, { body, headers: { ...type, ...headers } })).status).toBe(403);
    }
    expect((await given.now('vera')).version).toBe(1);
  });

  it('takes GET, HEAD and POST, and a ticket in the address is not one of the form', async () => {
    const given = await givenPeople();
    const ticket = await issue(given, 'reset');
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const page = await given.browser().send(method, linkOf(ticket), { headers: { origin: ORIGIN } });
      expect([method, page.status, page.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, POST']);
    }
    expect((await given.browser().post(linkOf(ticket), CHOSEN)).status).toBe(410);
    expect((await given.now('vera')).version).toBe(1);
  });
});
