/**
 * Signing out with a provider: by this browser, and by the provider itself.
 */

import type { Events } from '../event/auth-event.ts';
import type { SignInClient } from '../prover.ts';
import type { KeyRing } from '../secret/key-ring.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { SignIn } from '../sign-in.ts';
import type { Site } from '../site-paths.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import { createFrameSignOut, type FrameSignOut } from './frame-sign-out.ts';
import { openGrant } from './grant.ts';
import { patiently } from './patience.ts';
import { endSessionsBehind } from './provider-sessions.ts';
import type { UsedProvider, UsedProviders } from './used-provider.ts';
import { writable } from './writable-url.ts';

export interface ProviderSignOut {
  /**
   * The provider tells that somebody was signed out there: his sessions end, in every process. False for what does not
   * come from it. Throws what the provider threw.
   */
  signedOut(id: string, parameters: URLSearchParams, clientAddress: string): Promise<boolean>;
  /** The same by a frame on its page, in the browser of whoever was signed out. */
  readonly signedOutInFrame: FrameSignOut;
  /** Ends the client's session here, and says where signing out goes on; `null`: nowhere. */
  end(client: SignInClient, site: Site): Promise<{ readonly cookies: readonly string[]; readonly url: string | null }>;
}

export interface ProviderSignOutParts {
  readonly providers: UsedProviders;
  readonly signIn: SignIn;
  readonly sessions: Pick<SessionManager, 'endAll' | 'endKey' | 'endOne' | 'list'>;
  readonly store: ExpiringStore;
  readonly keys: KeyRing;
  readonly events: Events;
  /** Scheme and host as browsers use them. */
  readonly publicOrigin: string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export function createProviderSignOut(parts: ProviderSignOutParts): ProviderSignOut {
  const { providers, signIn, sessions, store, keys, events, publicOrigin, onError } = parts;

  /** Those that began there. Other sessions of the account, by its password, are no business of the provider. */
  async function endFrom(id: string, account: string): Promise<number> {
    const begun = (await sessions.list(account)).filter(({ method }) => method === id);
    const ended = await Promise.all(begun.map((session) => sessions.endOne(account, session.id)));
    return ended.filter((was) => was).length;
  }

  async function endOf({ provider: { id }, accountOf }: UsedProvider, subject: string): Promise<number> {
    const account = await accountOf(subject);
    return (await sessions.endAll(`${id}:${subject}`)) + (account === null ? 0 : await endFrom(id, account));
  }

  return {
    signedOutInFrame: createFrameSignOut(parts),
    async signedOut(id, parameters, clientAddress) {
      const used = providers.of(id);
      const told = await patiently(() => used.provider.signedOut?.(parameters));
      if (told === null || told === undefined) return false;
      const subject = told.subject === null ? null : `${id}:${told.subject}`;
      const ended =
        told.sid === null
          ? await endOf(used, told.subject)
          : (await endSessionsBehind(store, sessions, id, told.sid)).ended;
      const detail = ended === 1 ? '1 session' : `${ended} sessions`;
      events.emit('session-ended', {
        method: id,
        target: subject,
        clientAddress,
        reason: 'core/provider-refused',
        detail,
      });
      return true;
    },
    async end(client, site) {
      const { session, cookies } = await signIn.end(client);
      const provider = providers.get(session?.decision.principal?.method ?? '')?.provider;
      if (session === null || provider?.signOutUrl === undefined) return { cookies, url: null };
      try {
        const grant = session.grant === null ? null : openGrant(keys, session.grant);
        const url = await patiently(() => provider.signOutUrl?.(grant, `${publicOrigin}${site.login}?signed-out`));
        return { cookies, url: url === null || url === undefined ? null : writable(url) };
      } catch (error) {
        onError(new Error(`the provider ${provider.id} failed: ${String(error)}`, { cause: error }));
        return { cookies, url: null };
      }
    },
  };
}
