/**
 * A request without a credential in so many words: its cookie alone says whom it acts as.
 */

import type { CoreParts } from './core-parts.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { PresentedPair } from './pair/pair-cookies.ts';
import type { Passage } from './passage.ts';
import { DOUBLED } from './request/cookies.ts';
import { isSafe } from './request/method.ts';
import type { RequestView } from './request/request-view.ts';
import type { Challenger } from './response/challenge.ts';
import { type Continue, type Decision, withCookies } from './response/decision.ts';
import { problems } from './response/problems.ts';
import type { LiveSession } from './session/session.ts';

/** Ways on, once the cookie was read. */
export interface OnwardByCookie {
  admit(passage: Passage, decision: Continue): MaybePromise<Decision>;
  /** `isOver`: somebody was signed in, until his time was up. */
  stranger(passage: Passage, isOver?: boolean): Decision;
  unavailable(passage: Passage, error: unknown): MaybePromise<Decision>;
}

export function createCookieEntry(
  parts: CoreParts,
  challenger: Challenger,
  { admit, stranger, unavailable }: OnwardByCookie,
): (passage: Passage) => MaybePromise<Decision> {
  const { origins, sessions, clientSessions, signIn } = parts;

  function enter(passage: Passage): MaybePromise<Decision> {
    const { view } = passage;
    const header = view.header('cookie');
    const secret = clientSessions.sessionCookie(header);
    if (secret === undefined) return clientSessions.hasPairCookies ? byPair(passage, header) : stranger(passage);
    if (secret === DOUBLED) return challenger.refuse(view, problems.conflictingCredentials);
    let found: MaybePromise<LiveSession | null>;
    try {
      found = sessions.find(secret);
    } catch (error) {
      return unavailable(passage, error);
    }
    if (!(found instanceof Promise)) return bySession(passage, found);
    return found.then(
      (session) => bySession(passage, session),
      (error: unknown) => unavailable(passage, error),
    );
  }

  /** A browser whose session is a pair of cookies: an access token that is over is renewed in the same answer. */
  function byPair(passage: Passage, header: string | undefined): MaybePromise<Decision> {
    const { view } = passage;
    const presented = clientSessions.pairCookies(header);
    if (presented === null) return stranger(passage);
    if (presented === DOUBLED) return challenger.refuse(view, problems.conflictingCredentials);
    const known = presented.access === undefined ? null : clientSessions.recallAccess(presented.access);
    if (known !== null) return bySession(passage, known);
    return renewedPair(passage, presented).catch((error: unknown) => unavailable(passage, error));
  }

  async function renewedPair(passage: Passage, presented: PresentedPair): Promise<Decision> {
    const { view } = passage;
    const header = view.header('cookie');
    const { access, refresh } = presented;
    const live = await clientSessions.currentPair(view.upgrade ? presented : { access, refresh: undefined });
    // An upgrade cannot hand out cookies: the pair lets it in, and stays as it is.
    if (live !== null || view.upgrade) return bySession(passage, live);
    if (refresh !== undefined && isForged(view)) return challenger.refuse(view, problems.crossSiteRequest);
    const client = { clientAddress: parts.clientAddress(view), cookieHeader: header };
    const renewed = refresh === undefined ? null : await signIn.refresh(client);
    if (renewed !== null) return admit(passage, { ...renewed.session.decision, cookies: renewed.cookies });
    const isOver = access !== undefined && clientSessions.isExpired(access);
    return withCookies(stranger(passage, isOver), clientSessions.clearPair(header));
  }

  function bySession(passage: Passage, session: LiveSession | null): MaybePromise<Decision> {
    if (session === null) return stranger(passage);
    return isForged(passage.view)
      ? challenger.refuse(passage.view, problems.crossSiteRequest)
      : admit(passage, session.decision);
  }

  /** Browsers send a socket's cookie from any page, and always name its origin. */
  function isForged(view: RequestView): boolean {
    return view.upgrade ? !origins.isOwn(view) : !isSafe(view.method) && origins.isForeign(view);
  }

  return enter;
}
