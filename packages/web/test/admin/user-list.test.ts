import { describe, expect, it } from '@jest/globals';
import { givenPeople, linksOf, type Page } from '../fixture/given-people.ts';

const ADMIN = '/auth/admin';

const namesOf = ({ html }: Page): string[] =>
  [...html.matchAll(/<th role="rowheader"[^>]*>.*?<bdi>(.*?)<\/bdi>/gsu)].map(([, name = '']) => name);

const manyUsers = async () => {
  const given = await givenPeople();
  for (let i = 10; i < 70; i += 1) {
    await given.add({
      username: `member-${i}`,
      roles: [i % 2 ? 'viewer' : 'editor'],
      status: i % 3 ? 'active' : 'pending',
    });
  }
  return { ...given, me: await given.as('owner') };
};

describe('the list of users', () => {
  it('shows 25 a page, all of them once over all pages, and how many there are (A17, A69)', async () => {
    const { me } = await manyUsers();
    const seen: string[] = [];
    let path: string | undefined = ADMIN;
    const captions: string[] = [];
    while (path !== undefined) {
      const page: Page = await me.get(path);
      seen.push(...namesOf(page));
      captions.push(/<caption>(.*?)<\/caption>/u.exec(page.html)?.[1] ?? '');
      path = /rel="next" href="([^"]*)"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(captions).toEqual(['Users 1 to 25 of 68', 'Users 26 to 50 of 68', 'Users 51 to 68 of 68']);
    expect([seen.length, new Set(seen).size]).toEqual([68, 68]);
  });

  it('finds by a part of username, e-mail and display name, in any case, and says when nobody is like that (A69)', async () => {
    const { as, add } = await givenPeople();
    await add({ username: 'zed', displayName: 'Grace Hopper', roles: ['viewer'] });
    const me = await as('owner');
    const search = async (q: string) => namesOf(await me.get(`${ADMIN}?${new URLSearchParams({ q })}`));
    expect(await search('EDN')).toEqual(['edna']);
    expect(await search('vera@example')).toEqual(['vera']);
    expect(await search('hopper')).toEqual(['Grace Hopper']);
    expect(await search('  edna ')).toEqual(['edna']);
    for (const nobody of ['nobody-at-all', '%', '_', "' or 1=1 --", '<script>alert(1)</script>', 'x'.repeat(5000)]) {
      const page = await me.get(`${ADMIN}?${new URLSearchParams({ q: nobody })}`);
      expect([nobody.slice(0, 30), page.status, namesOf(page)]).toEqual([nobody.slice(0, 30), 200, []]);
      expect(page.text).toContain('No user is like that.');
      expect(page.html).not.toContain('<script>alert');
    }
  });

  it('is filtered by role and status, and keeps that from page to page and in the form', async () => {
    const { me } = await manyUsers();
    const page = await me.get(`${ADMIN}?q=member&role=viewer&status=active`);
    expect(page.text).toMatch(/Users 1 to 20 of 20/);
    expect(page.html).toMatch(/<option value="viewer" selected/);
    expect(page.html).toMatch(/<option value="active" selected/);
    expect(page.html).toMatch(/name="q"[^>]*value="member"/);
    const editors = await me.get(`${ADMIN}?q=member&role=editor`);
    expect(linksOf(editors)).toContain(`${ADMIN}?q=member&role=editor&page=2`);
    expect((await me.get(`${ADMIN}?q=member&role=editor&page=2`)).text).toContain('Users 26 to 30 of 30');
  });

  it('takes what the address cannot mean for not said, and a page too far for the last one', async () => {
    const { me } = await manyUsers();
    for (const [query, caption] of [
      ['role=nothing&status=odd', 'Users 1 to 25 of 68'],
      ['role=__proto__&status=constructor', 'Users 1 to 25 of 68'],
      ['page=0', 'Users 1 to 25 of 68'],
      ['page=-1', 'Users 1 to 25 of 68'],
      ['page=1e300', 'Users 1 to 25 of 68'],
      ['page=x', 'Users 1 to 25 of 68'],
      ['page=2.5', 'Users 1 to 25 of 68'],
      ['page=99', 'Users 51 to 68 of 68'],
      ['page=2&page=3', 'Users 26 to 50 of 68'],
    ] as const) {
      expect([query, (await me.get(`${ADMIN}?${query}`)).text.includes(caption)]).toEqual([query, true]);
    }
  });

  it('says nothing that the address brings along (corpus 4.11)', async () => {
    const { as } = await givenPeople();
    const me = await as('owner');
    for (const done of ['Send+your+password+to+evil.example', '__proto__', 'constructor', 'toString', '']) {
      const page = await me.get(`${ADMIN}?done=${done}`);
      expect([done, page.html.includes('role="status"'), page.text.includes('evil.example')]).toEqual([
        done,
        false,
        false,
      ]);
    }
    expect((await me.get(`${ADMIN}?done=deleted`)).text).toContain('The user is deleted.');
  });

  it('shows names that turn the direction, hold markup or never end, each as itself', async () => {
    const { as, add } = await givenPeople();
    await add({ username: 'نور', displayName: 'نور الهدى', roles: ['viewer'] });
    await add({ username: 'a-b', displayName: '</bdi><script>alert(1)</script>', roles: ['viewer'] });
    const page = await (await as('owner')).get(ADMIN);
    expect(namesOf(page)).toContain('نور الهدى');
    expect(page.html).not.toContain('<script>alert');
    expect(page.html).toContain('&lt;/bdi&gt;&lt;script&gt;');
  });
});
