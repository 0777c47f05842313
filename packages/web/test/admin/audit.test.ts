import { describe, expect, it } from '@jest/globals';
import { givenPeople, linksOf, type Page } from '../fixture/given-people.ts';

const AUDIT = '/auth/admin/audit';

const rowsOf = ({ html }: Page): string[] =>
  [...html.matchAll(/<tr role="row"><th role="rowheader"[^>]*>(.*?)<\/th>/gsu)].map(([, cell = '']) =>
    cell.replaceAll(/<[^>]*>/gu, ''),
  );

/** Events of three days, by hand; the log of the fixture is empty at first. */
const withEvents = async (count = 120) => {
  const given = await givenPeople();
  await given.store.addEvents(
    Array.from({ length: count }, (_, i) => ({
      type: i % 4 === 0 ? ('login-failure' as const) : ('login' as const),
      time: new Date(Date.UTC(2026, 4, 1 + Math.floor(i / 40), 0, 0, i % 40)).toISOString(),
      subject: i % 3 === 0 ? given.users.vera.id : given.users.edna.id,
      name: i % 3 === 0 ? 'vera' : 'edna',
      target: null,
      targetName: null,
      method: 'password',
      clientAddress: `192.0.2.${i}`,
      reason: null,
      detail: `number ${i}`,
    })),
  );
  return { ...given, me: await given.as('owner') };
};

describe('the audit page', () => {
  it('says who, what, to whom, when, from where, newest first', async () => {
    const { as } = await givenPeople();
    const me = await as('owner', { clientAddress: '192.0.2.7' });
    await me.post('/auth/admin/users/id-of-vera', { roles: 'editor' });
    await me.post('/auth/admin/users/id-of-vera/reset');
    const page = await me.get(AUDIT);
    expect(rowsOf(page)).toEqual(['Link made', 'Roles changed']);
    expect(page.text).toMatch(/Roles changed [^|]*UTC owner vera 192\.0\.2\.7 viewer -> /);
    expect(page.html).toMatch(/<time datetime="[^"]+Z">/);
    expect(page.html).not.toMatch(/reset\.[\w-]{43}/);
  });

  it('goes back 50 events at a time, all of them once, with the filter kept', async () => {
    const { me } = await withEvents();
    const seen: string[] = [];
    let path: string | undefined = `${AUDIT}?type=login`;
    let pages = 0;
    while (path !== undefined) {
      const page: Page = await me.get(path);
      seen.push(...[...page.html.matchAll(/number (\d+)/gu)].map(([, number = '']) => number));
      path = /rel="next" href="([^"]*)"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&');
      pages += 1;
    }
    expect([seen.length, new Set(seen).size, pages]).toEqual([90, 90, 2]);
    expect(seen[0]).toBe('119');
  });

  it('is filtered by user, by name, address or id, and by days, which both belong to it', async () => {
    const { me, users } = await withEvents();
    const count = async (query: string) => rowsOf(await me.get(`${AUDIT}?${query}`)).length;
    for (const user of ['vera', 'VERA', 'vera@example.com', users.vera.id]) {
      expect([user, await count(`user=${encodeURIComponent(user)}&from=2026-05-02&until=2026-05-02`)]).toEqual([
        user,
        13,
      ]);
    }
    expect(await count('user=nobody')).toBe(0);
    expect(await count('from=2026-05-03')).toBe(40);
    expect(await count('until=2026-05-01')).toBe(40);
    expect(await count('from=2026-05-02&until=2026-05-01')).toBe(0);
    expect(await count('type=login-failure&from=2026-05-01&until=2026-05-01')).toBe(10);
  });

  it('takes what the address cannot mean for not said', async () => {
    const { me } = await withEvents();
    for (const query of [
      'type=nothing',
      'type=__proto__',
      'from=yesterday',
      'from=2026-13-45',
      'until=9999999',
      'before=x',
      'before=-5',
      'before=1e99',
      'before=1.5',
    ]) {
      const page = await me.get(`${AUDIT}?${query}`);
      expect([query, page.status, rowsOf(page).length]).toEqual([query, 200, 50]);
    }
    const evil = await me.get(`${AUDIT}?user=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect([evil.status, evil.html.includes('<script')]).toEqual([200, false]);
  });

  it('shows what events hold as text, whatever it is (corpus 4.11)', async () => {
    const { store, as } = await givenPeople();
    const evil = '</td><script>alert(1)</script>';
    await store.addEvents([
      {
        type: 'login-failure',
        time: '2026-05-01T00:00:00.000Z',
        subject: evil,
        name: evil,
        target: evil,
        targetName: evil,
        method: evil,
        clientAddress: evil,
        reason: evil,
        detail: evil,
      },
    ]);
    const page = await (await as('owner')).get(AUDIT);
    expect([page.status, page.html.includes('<script')]).toEqual([200, false]);
  });
});

describe('the export', () => {
  it('is every event that the filter lets through, one line of JSON each, as a file', async () => {
    const { me } = await withEvents(1203);
    const file = await me.get(`${AUDIT}.ndjson`);
    expect([
      file.status,
      file.headers.get('content-type'),
      file.headers.get('cache-control'),
      file.headers.get('x-content-type-options'),
    ]).toEqual([200, 'application/x-ndjson', 'no-store', 'nosniff']);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"$/);
    const lines = file.html
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { detail: string });
    expect([lines.length, lines[0]?.detail, lines.at(-1)?.detail]).toEqual([1203, 'number 1202', 'number 0']);
    const some = await me.get(`${AUDIT}.ndjson?user=vera&type=login-failure&until=2026-05-01&before=3`);
    expect(
      some.html
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).clientAddress),
    ).toEqual(['192.0.2.36', '192.0.2.24', '192.0.2.12', '192.0.2.0']);
  });

  it('is linked with the filter of the page', async () => {
    const { me } = await withEvents();
    expect(linksOf(await me.get(`${AUDIT}?type=login&user=vera`))).toContain(`${AUDIT}.ndjson?type=login&user=vera`);
  });

  it('of nothing is an empty file', async () => {
    const { me } = await withEvents();
    const file = await me.get(`${AUDIT}.ndjson?user=nobody`);
    expect([file.status, file.html]).toEqual([200, '']);
  });
});
