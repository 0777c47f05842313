/**
 * Options of a core that knows nobody, in memory: a test gives what it is about.
 */

import { ANYONE, type CoreOptions, createKeyRing, createMemoryStore } from '@doorward/core';

/** A store that is not given goes by the same clock. */
export function plainOptions(given: Partial<CoreOptions> = {}): CoreOptions {
  const { now = Date.now, store = createMemoryStore({ now }) } = given;
  return {
    auth: 'required',
    openToNetwork: false,
    everybody: () => ANYONE,
    schemes: [],
    keyDemand: null,
    tokens: null,
    basicPasswords: false,
    verifiers: [],
    public: [],
    publicUrl: null,
    basePath: '',
    paths: { login: '/auth/login', logout: '/auth/logout' },
    home: '/',
    forbidden: null,
    providers: [],
    origins: [],
    healthChecks: [],
    cors: 'doorward',
    authorization: 'doorward',
    queryToken: true,
    trustProxy: 0,
    session: { idleSeconds: 600, absoluteSeconds: 3600, sameSite: 'Lax', persistent: true },
    cookieNames: ['doorward_test'],
    keys: createKeyRing([]),
    subjects: null,
    realm: 'Doorward',
    store,
    events: [],
    now,
    renderProblem: null,
    renderError: null,
    onError: () => undefined,
    ...given,
  };
}
