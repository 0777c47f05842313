import { expect, it, jest } from '@jest/globals';
import { browserAt, COMING_BACK, visitProvider } from '../../../provider/provider-browser.ts';
import { SCRIPT } from '../../fixture.ts';
import type { GivenProviders } from './given-providers.ts';

/** Answers that are not of the sign-in, or of the browser, that they come to. */
export function foreignAnswers({ get, acme, store }: GivenProviders): void {
  it('is of the browser that began it: an address from elsewhere signs nobody in (A94, O-33, V44)', async () => {
    const attacker = browserAt(get());
    const callback = await visitProvider(attacker, acme);
    const victim = browserAt(get());
    const refused = victim.take(await victim.get(callback, COMING_BACK));
    expect([refused.status, victim.cookies.size]).toEqual([400, 0]);
    expect(refused.text).toContain('was begun in another browser');
    expect((await victim.get('/who', SCRIPT)).status).toBe(401);
  });

  it('counts once, for its own provider, and for a quarter of an hour (A94, V44)', async () => {
    const browser = browserAt(get());
    const callback = await visitProvider(browser, acme);
    const replay = { ...browser, cookies: new Map(browser.cookies) };
    const cookie = [...replay.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const send = (path: string) =>
      get()
        .http.get(path)
        .set({ ...COMING_BACK, cookie })
        .redirects(0);
    expect((await send(callback.replace('/acme/', '/other/'))).status).toBe(400);
    expect((await send(`${callback}&state=x`)).status).toBe(400);
    expect((await send(callback.replace('state=', 'state=x'))).status).toBe(400);
    expect((await send(callback)).status).toBe(303);
    expect((await send(callback)).status).toBe(400);
    const late = browserAt(get());
    const path = await visitProvider(late, acme);
    get().advance(901);
    expect((await late.get(path, COMING_BACK)).status).toBe(400);
  });

  it('of a stranger leaves nothing in the store: counters of others would have to give way', async () => {
    const increment = jest.spyOn(store, 'increment');
    for (let i = 0; i < 3; i += 1) {
      const stranger = browserAt(get());
      const callback = await visitProvider(stranger, acme);
      const made = callback.replace(/code=\w+/, 'code=made-up');
      const refused = await stranger.get(made, COMING_BACK);
      expect([refused.status, stranger.cookies.size]).toEqual([400, 1]);
      expect(refused.text).toContain('That sign-in proves nothing');
      expect(get().events.at(-1)).toMatchObject({ reason: 'core/provider-answer-refused' });
    }
    expect(increment).not.toHaveBeenCalled();
    increment.mockRestore();
  });

  it('signs one of two in that bring the same answer at the same time (A94)', async () => {
    const browser = browserAt(get());
    const callback = await visitProvider(browser, acme);
    const answers = await Promise.all([1, 2, 3].map(() => browser.get(callback, COMING_BACK)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });
}
