/**
 * A small provider in this process, for tests of what Doorward does around one. It has a person who is signed in
 * there and says yes at once, codes that count once, and a switch for everything that can go wrong. No protocol of
 * the world: OpenID Connect has providers of its own to test against.
 */

import { randomBytes } from 'node:crypto';
import { AuthError, type Provider, type ProviderGrant, type ProviderIdentity } from '@doorward/core';

export interface TestProvider {
  readonly provider: Provider;
  /** Who is signed in there. */
  person: Omit<ProviderIdentity, 'grant'>;
  /** By which it is known that it says so itself that somebody was signed out. */
  readonly proof: string;
  /** Seconds that a sign-in counts before it has to be renewed; `null`: for ever. */
  lifetimeSeconds: number | null;
  /** What it says for the log of a sign-in; `null`: nothing. */
  warning: string | null;
  /** What happens when the browser arrives. */
  answer: 'yes' | 'no';
  /** Nothing of it can be reached. */
  isAway: boolean;
  /** Where it leads to, in place of its own addresses; `null`: to those. */
  addresses: string | null;
  /** It does not stand by anybody any more. */
  hasEnded: boolean;
  /** How often it was asked to renew. */
  renewals: number;
  /** What the browser would be sent back to, when it followed `url`. */
  visit(url: string): string;
}

export interface TestProviderOptions {
  readonly id?: string;
  readonly name?: string;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

/** Long enough for requests that come at the same time to meet. */
const RENEWAL_MS = 50;

const ORIGIN = 'https://provider.example';

export function createTestProvider({
  id = 'acme',
  name = 'Acme',
  now = Date.now,
}: TestProviderOptions = {}): TestProvider {
  const codes = new Map<string, { readonly identity: ProviderIdentity; readonly keep: string }>();
  const current = new Set<string>();

  function assertThere(): void {
    if (made.isAway) throw new Error('connection refused');
  }

  function grant(): ProviderGrant {
    const secret = `refresh-${randomBytes(16).toString('hex')}`;
    current.add(secret);
    return { renewAt: made.lifetimeSeconds === null ? null : now() + made.lifetimeSeconds * 1000, secret };
  }

  const provider: Provider = {
    id,
    name,
    begin({ state, callbackUrl, hint }) {
      assertThere();
      const keep = randomBytes(16).toString('hex');
      const query = new URLSearchParams({ state, challenge: keep, redirect_uri: callbackUrl, ...(hint && { hint }) });
      return { url: made.addresses ?? `${ORIGIN}/authorize?${query}`, keep };
    },
    finish({ parameters, keep }) {
      assertThere();
      if (parameters.has('error')) return { kind: 'declined', reason: parameters.get('error') ?? '' };
      const code = parameters.get('code') ?? '';
      const issued = codes.get(code);
      codes.delete(code);
      if (issued === undefined || issued.keep !== keep)
        throw new AuthError('acme/answer-refused', 'the code is not valid');
      return { kind: 'identified', identity: issued.identity, ...(made.warning && { warning: made.warning }) };
    },
    async renew({ secret }) {
      made.renewals += 1;
      await new Promise((resolve) => setTimeout(resolve, RENEWAL_MS));
      assertThere();
      if (made.hasEnded || !current.delete(secret)) return null;
      return grant();
    },
    signedOut(parameters) {
      assertThere();
      // A real one signs what it tells.
      if (parameters.get('proof') !== made.proof) return null;
      const [sid, subject] = [parameters.get('sid'), parameters.get('sub')];
      if (sid !== null) return { sid, subject };
      return subject === null ? null : { sid: null, subject };
    },
    signedOutInFrame(parameters) {
      const sid = parameters.get('sid');
      return parameters.get('iss') === ORIGIN && sid !== null
        ? { sid, framedBy: [`${ORIGIN}/`, `${ORIGIN}/end`] }
        : null;
    },
    invitation(parameters) {
      const iss = parameters.get('iss');
      if (iss === null) return { kind: 'none' };
      const [target, hint] = [parameters.get('target'), parameters.get('hint')];
      return iss === ORIGIN ? { kind: 'invited', target, hint } : { kind: 'refused' };
    },
    signOutUrl(ended, returnUrl) {
      assertThere();
      if (made.addresses !== null) return made.addresses;
      return `${ORIGIN}/end?${new URLSearchParams({ grant: ended === null ? 'none' : 'one', returnUrl })}`;
    },
  };

  const made: TestProvider = {
    provider,
    proof: randomBytes(16).toString('hex'),
    person: { subject: '4711', name: 'Ada', email: 'ada@acme.example', roles: ['staff'] },
    lifetimeSeconds: null,
    warning: null,
    answer: 'yes',
    isAway: false,
    addresses: null,
    hasEnded: false,
    renewals: 0,
    visit(url) {
      const { searchParams } = new URL(url);
      const callback = new URL(searchParams.get('redirect_uri') ?? '');
      callback.searchParams.set('state', searchParams.get('state') ?? '');
      if (made.answer === 'no') callback.searchParams.set('error', 'access_denied<script>');
      else {
        const code = randomBytes(8).toString('hex');
        const identity = { ...made.person, grant: grant() };
        codes.set(code, { identity, keep: searchParams.get('challenge') ?? '' });
        callback.searchParams.set('code', code);
      }
      return callback.href;
    },
  };
  return made;
}
