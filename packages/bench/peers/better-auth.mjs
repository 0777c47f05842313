/**
 * better-auth: its session is asked for as its documentation shows for a Node server.
 *
 * @see https://www.better-auth.com/docs/integrations/express
 * @see https://www.better-auth.com/docs/guides/optimizing-for-performance
 */

import { cookieHeader } from '../src/sign-in-request.mjs';
import { SECRET } from './secret.mjs';

/**
 * @param {(find: (headers: any) => Promise<object | null>) => any} guardOf a guard of the framework that asks so
 * @returns {readonly import('../src/peer.mjs').Peer[]} with and without its cookie cache
 */
export function betterAuthPeers(guardOf) {
  return [
    {
      name: 'better-auth',
      packages: ['better-auth'],
      configuration: 'memory adapter, email and password; defaults',
      measurements: ['signed-in', 'stranger'],
      start: (maker) => start(maker, guardOf, {}),
    },
    {
      name: 'better-auth, cookie cache',
      packages: ['better-auth'],
      configuration: 'the same with session.cookieCache: an end of the session is noticed up to 5 minutes late',
      measurements: ['signed-in'],
      start: (maker) => start(maker, guardOf, { cookieCache: { enabled: true, maxAge: 300 } }),
    },
  ];
}

async function start({ serve }, guardOf, session) {
  const auth = await openBetterAuth(session);
  const { fromNodeHeaders } = await import('better-auth/node');
  const find = (headers) =>
    auth.api.getSession({ headers: headers instanceof Headers ? headers : fromNodeHeaders(headers) });
  return { server: serve(guardOf(find)), signIn: () => signUp(auth) };
}

/**
 * @param {object} [session] its options
 */
export async function openBetterAuth(session = {}) {
  const { betterAuth } = await import('better-auth');
  const { memoryAdapter } = await import('better-auth/adapters/memory');
  return betterAuth({
    database: memoryAdapter(emptyTables()),
    secret: SECRET,
    baseURL: 'http://127.0.0.1',
    emailAndPassword: { enabled: true },
    session,
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
}

/** The tables that its memory adapter wants to be there. */
function emptyTables() {
  return { user: [], session: [], account: [], verification: [] };
}

async function signUp(auth) {
  const body = { name: 'somebody', email: 'somebody@bench.example', password: SECRET };
  const response = await auth.api.signUpEmail({ body, asResponse: true });
  if (!response.ok) throw new Error(`better-auth answered ${response.status} to the sign-up`);
  return cookieHeader(response.headers.getSetCookie(), 'session_token');
}
