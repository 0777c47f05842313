import { expect, it } from '@jest/globals';
import { type Fixture, PAGE, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const READER = 'reader-token-7f3a91c2d4';
const NOBODY = 'nobody-token-7f3a91c2d4';

/** What the text may hold: comments, names, labels, numbers. */
const LINE =
  /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z_]+="[A-Za-z0-9_./+-]*"(?:,[a-z_]+="[A-Za-z0-9_./+-]*")*\})? \d+(?:\.\d+)?(?:e-\d+)?)$/;

const OPTIONS = {
  metrics: true,
  staticTokens: {
    tokens: {
      [READER]: { id: 'prometheus-canary', permissions: ['metrics:read'] },
      [NOBODY]: { id: 'viewer-canary', permissions: ['reports:read'] },
    },
  },
} as const;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function numberAt({ http }: Fixture, line: string): Promise<number> {
  const { text } = await http.get('/auth/metrics').set(bearer(READER));
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length + 1));
}

export function metrics(harness: AdapterHarness): void {
  withFixture('metrics', harness, { options: OPTIONS }, (get) => {
    it('are for who has the permission, on no other terms, and for no cache', async () => {
      const { http } = get();
      const path = '/auth/metrics';
      const allowed = await http.get(path).set(bearer(READER));
      expect([allowed.status, allowed.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(allowed.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect((await http.head(path).set(bearer(READER))).status).toBe(200);
      expect((await http.post(path).set(bearer(READER))).status).toBe(405);
      expect((await http.get(`${path}/more`).set(bearer(READER))).status).toBe(404);

      const refused = await http.get(path).set(bearer(NOBODY));
      expect([refused.status, refused.headers['cache-control']]).toEqual([403, 'no-store']);
      expect(refused.body.detail).toContain('metrics:read');
      const stranger = await http.get(path);
      expect([stranger.status, stranger.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer')]);
      expect((await http.get(path).set(bearer('wrong'))).status).toBe(401);
      expect((await http.get(path).set(PAGE).redirects(0)).status).toBe(303);
      for (const { text } of [refused, stranger]) expect(text).not.toContain('doorward_');
      expect(get().reached).toEqual([]);
    });

    it('parse, and name nobody', async () => {
      const { http, signIn } = get();
      const cookie = await signIn();
      const { text } = await http.get('/auth/metrics').set(bearer(READER));
      expect(text.endsWith('\n')).toBe(true);
      const lines = text.trimEnd().split('\n');
      expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
      const types = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]);
      expect(new Set(types).size).toBe(types.length);
      for (const secret of ['canary', TOKEN, READER, cookie, '127.0.0.1']) expect(text).not.toContain(secret);
    });

    it('go up with each sign-in and each request', async () => {
      const fixture = get();
      const signIns = 'doorward_sign_ins_total{doorward_method="token",doorward_outcome="success"}';
      const going = 'doorward_decisions_total{doorward_outcome="continue"}';
      const before = [await numberAt(fixture, signIns), await numberAt(fixture, going)] as const;
      const cookie = await fixture.signIn();
      await fixture.http.get('/').set({ cookie });
      await fixture.http.get('/').set({ cookie });
      expect([await numberAt(fixture, signIns), await numberAt(fixture, going)]).toEqual([
        before[0] + 1,
        before[1] + 2,
      ]);
    });
  });

  withFixture('metrics below a prefix', harness, { options: OPTIONS, mountedAt: '/tools' }, (get) => {
    it('are there, and nowhere else', async () => {
      const { http } = get();
      expect((await http.get('/tools/auth/metrics').set(bearer(READER))).text).toContain('doorward_build_info');
      expect((await http.get('/tools/auth/metrics')).status).toBe(401);
      expect((await http.get('/auth/metrics').set(bearer(READER))).text).not.toContain('doorward_');
    });
  });

  withFixture('metrics by default', harness, {}, (get) => {
    it('have no endpoint', async () => {
      const { text } = await get().http.get('/auth/metrics').set(bearer(TOKEN));
      expect(text).not.toContain('doorward_');
      expect(get().reached).toEqual(['GET /auth/metrics']);
    });
  });
}
