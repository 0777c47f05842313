import { describe, expect, it } from '@jest/globals';
import {
  faultOf,
  type Given,
  givenAccounts,
  OTHER_PASSWORD,
  OWNER_PASSWORD,
  PASSWORD,
} from '../fixture/given-accounts.ts';

const FROM = '192.0.2.1';

describe('no secret (S17)', () => {
  it('is in any event, record, ticket or answer, whatever is done', async () => {
    const stored: string[] = [];
    const given = await givenAccounts({
      signUp: 'active',
      wrapExpiring: (store) => ({
        ...store,
        create(kind, key, record) {
          stored.push(key, JSON.stringify(record));
          return store.create(kind, key, record);
        },
        increment(key, windowMs) {
          stored.push(key);
          return store.increment(key, windowMs);
        },
      }),
    });
    const secrets = [
      OWNER_PASSWORD,
      PASSWORD,
      OTHER_PASSWORD,
      'my mistyped passphrase',
      'tundra cello pebble marigold',
    ];
    const answers = await everything(given, secrets);
    const events = await given.accounts.audit.list(await given.actor(given.owner.id), { limit: 1000 });
    expect(events.length).toBeGreaterThan(10);
    const users = (await given.store.users({ limit: 100 })).users;
    const hashes = users.flatMap(({ passwordHash }) => passwordHash ?? []);
    const kept = JSON.stringify([stored, given.events, events, users, answers.shown]);
    for (const secret of [...secrets, ...answers.secrets]) expect(kept).not.toContain(secret);
    const shown = JSON.stringify([given.events, events, answers.shown, stored]);
    for (const hash of hashes) expect(shown).not.toContain(hash);
  });
});

async function everything(given: Given, [, , , typo = '', fifth = '']: readonly string[]) {
  const owner = await given.actor(given.owner.id);
  const { users, own, signUp, tickets } = given.accounts;
  const { user, ticket } = await users.create(owner, { username: 'eve', email: 'eve@x.example' });
  await faultOf(tickets.redeem(ticket?.ticket as string, { password: 'short' }, FROM));
  await tickets.redeem(ticket?.ticket as string, { password: PASSWORD }, FROM);
  const cookie = await given.cookieOf('eve');
  await given.signIn('eve', typo);
  await given.signIn(typo, typo);
  await faultOf(own.changePassword(await given.actor(user.id), typo, OTHER_PASSWORD));
  await own.changePassword(await given.actor(user.id), PASSWORD, OTHER_PASSWORD);
  const reset = await users.resetPassword(owner, user.id);
  const updated = await users.update(owner, user.id, { password: fifth, displayName: 'E' });
  await signUp.create({ username: 'sue', email: null, displayName: null, password: fifth }, FROM);
  const values = cookie.split('; ').map((each) => each.split('=')[1] as string);
  const faults = await Promise.all(
    [
      users.create(owner, { username: 'x', password: typo.slice(0, 9) }),
      users.create(owner, { username: 'y', passwordHash: typo }),
    ].map((call) => call.catch((error: Error) => `${error.message} ${JSON.stringify(error)}`)),
  );
  const shown = [user, updated, await users.list(owner), await users.sessions(owner, user.id), faults];
  return { secrets: [ticket?.ticket as string, reset.ticket, ...values], shown };
}
