/**
 * Links that work once: to set up the first owner, to accept an invitation, to choose a new password.
 *
 * @see OWASP Forgot Password Cheat Sheet (URL tokens)
 */

import { type AuthEventType, hashSecret, randomSecret, type StoredRecord, type UserRecord } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf, tell } from '../actor.ts';
import { fault } from '../fault.ts';
import { ensureNoOwner, finishSetUp, forgetDefaultPassword, needsSetUp } from '../first-run.ts';
import { newUser } from '../users/new-user.ts';
import { assertPasswords, hashNewPassword } from '../users/passwords.ts';
import { checkProfile, type Profile } from '../users/profile.ts';
import { toUser, type User } from '../users/user.ts';

export type TicketPurpose = 'set-up' | 'invitation' | 'reset';

export interface IssuedTicket {
  /** The secret of the link: known here and to whoever gets the link, nowhere else. */
  readonly ticket: string;
  readonly purpose: TicketPurpose;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a link is for, before it is used. */
export interface TicketInfo {
  readonly purpose: TicketPurpose;
  /** Whose; `null` for the set-up. */
  readonly user: User | null;
}

/** What its holder chooses. The profile counts at the set-up alone. */
export interface Redemption extends Partial<Profile> {
  readonly password: string;
}

export interface Tickets {
  /** @throws AuthError `accounts/not-allowed`. */
  issue(actor: Actor, purpose: 'invitation' | 'reset', user: UserRecord): Promise<IssuedTicket>;
  /** A link to make the first owner with; `null` when there is one, or was. */
  issueSetUp(): Promise<IssuedTicket | null>;
  /** Looks without using it. @throws AuthError `accounts/ticket-invalid`. */
  look(ticket: string): Promise<TicketInfo>;
  /** Uses it up: of any number of attempts exactly one succeeds. Wrong input does not use it up. */
  redeem(ticket: string, input: Redemption, clientAddress: string): Promise<UserRecord>;
}

/** What a store keeps of it. */
interface TicketValue {
  readonly purpose: TicketPurpose;
  readonly user: string | null;
  /** Of the account: a link from before a change of password or roles is void. */
  readonly version: number;
}

const LIFETIME_MS: Readonly<Record<TicketPurpose, number>> = {
  'set-up': 24 * 60 * 60 * 1000,
  invitation: 7 * 24 * 60 * 60 * 1000,
  reset: 60 * 60 * 1000,
};

const SET_UP_OWNER = 'set-up';

export function createTickets(parts: AccountParts): Tickets {
  const { store, tickets: records, now, roles } = parts;

  async function create(value: TicketValue): Promise<IssuedTicket> {
    const { purpose } = value;
    const ticket = `${purpose}.${randomSecret()}`;
    const expiresAt = now() + LIFETIME_MS[purpose];
    await records.create('ticket', hashSecret(ticket), { value, expiresAt, owner: value.user ?? SET_UP_OWNER });
    return { ticket, purpose, expiresAt };
  }

  /** The user that a ticket is for, as long as nothing has changed that it depended on. */
  async function holder(record: StoredRecord | null): Promise<{ value: TicketValue; user: UserRecord | null }> {
    const value = record?.value as TicketValue | undefined;
    if (value === undefined) throw invalid();
    if (value.user === null) {
      if (await needsSetUp(store, roles)) return { value, user: null };
      throw invalid();
    }
    const user = await store.user(value.user);
    if (user === null || user.version !== value.version || user.status === 'disabled') throw invalid();
    return { value, user };
  }

  async function setUp(input: Redemption, clientAddress: string): Promise<UserRecord> {
    const profile = checkProfile({
      username: input.username ?? '',
      email: input.email ?? null,
      displayName: input.displayName ?? null,
    });
    const passwordHash = await hashNewPassword(parts, input.password, profile);
    const owner = await store.write(async (writer) => {
      await ensureNoOwner(writer, roles);
      const record = newUser(profile, now(), { roles: [roles.owner], passwordHash });
      await writer.putUser(record);
      await finishSetUp(writer, now());
      return record;
    });
    tellOfHolder(owner, clientAddress, 'user-created', 'set-up');
    await records.deleteOwned('ticket', SET_UP_OWNER);
    return owner;
  }

  async function choosePassword(user: UserRecord, input: Redemption, purpose: TicketPurpose, clientAddress: string) {
    const passwordHash = await hashNewPassword(parts, input.password, user);
    const after = await store.write(async (writer) => {
      const before = await writer.user(user.id);
      if (before === null || before.version !== user.version) throw invalid();
      const changed = { ...before, passwordHash, mustChangePassword: false, version: before.version + 1 };
      await writer.putUser(changed);
      await forgetDefaultPassword(writer, user.id);
      return changed;
    });
    tellOfHolder(after, clientAddress, 'password-changed', purpose);
    await parts.sessions.endAll(user.id);
    await parts.signIn.unlock(user.id);
    await records.deleteOwned('ticket', user.id);
    return after;
  }

  function tellOfHolder(user: UserRecord, clientAddress: string, type: AuthEventType, detail: string): void {
    const actor = {
      principal: { subject: user.id, name: user.username, roles: [], permissions: [], method: 'ticket' },
      clientAddress,
    };
    tell(parts, actor, 'ticket-redeemed', user, detail);
    tell(parts, actor, type, user, detail);
  }

  return {
    async issue(actor, purpose, user) {
      assertPasswords(parts);
      const authority = await authorityOf(parts, actor, store);
      if (!roles.mayManage(authority, purpose === 'invitation' ? 'create' : 'update', user)) {
        throw fault('accounts/not-allowed', 'You may not make a link for this user. Ask an owner.');
      }
      const issued = await create({ purpose, user: user.id, version: user.version });
      tell(parts, actor, 'ticket-issued', user, purpose);
      return issued;
    },
    async issueSetUp() {
      const isOpen = parts.hasPasswords && (await needsSetUp(store, roles));
      return isOpen ? create({ purpose: 'set-up', user: null, version: 0 }) : null;
    },
    async look(ticket) {
      assertPasswords(parts);
      const { value, user } = await holder(await records.get('ticket', hashSecret(ticket)));
      return { purpose: value.purpose, user: user === null ? null : toUser(user) };
    },
    async redeem(ticket, input, clientAddress) {
      assertPasswords(parts);
      const key = hashSecret(ticket);
      const record = await records.claim('ticket', key);
      const { value, user } = await holder(record);
      let redeemed: UserRecord;
      try {
        redeemed =
          user === null
            ? await setUp(input, clientAddress)
            : await choosePassword(user, input, value.purpose, clientAddress);
      } catch (error) {
        // Nothing came of it, so the link works once more; a second owner is refused by the write.
        if (record !== null && record.expiresAt > now()) await records.create('ticket', key, record);
        throw error;
      }
      // Whoever has the link and chose the password is signed in by it.
      if (redeemed.status === 'active') await store.signedIn(redeemed.id, now());
      return redeemed;
    },
  };
}

const invalid = () =>
  fault('accounts/ticket-invalid', 'The link was used, has run out, or is not whole. Ask for a new one.', 'ticket');
