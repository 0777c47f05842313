/**
 * A server with every kind of account, credential, provider and hook switched on, each behind a switch for faults.
 */

import { createServer, type Server } from 'node:http';
import { createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import {
  createMemoryDurableStore,
  createMemoryStore,
  createPrincipal,
  type DurableStore,
  type ExpiringStore,
  type Scheme,
} from '@doorward/core';
import { createTestProvider, type TestProvider } from '@doorward/testing';
import { WebSocketServer } from 'ws';
import { portOf, stop } from '../../test/outer-servers.ts';
import { APPS } from '../../test/store/two-instances.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { createMatrixClient, type MatrixClient } from './matrix-client.ts';

export interface MatrixServer extends MatrixClient {
  readonly auth: Doorward;
  readonly provider: TestProvider;
  /** Moves the clock, in milliseconds; `NaN`: it shows no time. */
  shiftClock(milliseconds: number): void;
  /** Lines of the log, warnings alone. */
  readonly warnings: string[];
  stop(): Promise<void>;
}

/** Every internal part that can fail, with the methods that do. */
export const FAULTY_PARTS: Readonly<Record<string, readonly string[]>> = {
  log: ['warn'],
  expiring: methodsOf(createMemoryStore()),
  durable: methodsOf(createMemoryDurableStore()),
  writer: [
    'user',
    'userBy',
    'userByIdentity',
    'countUsers',
    'putUser',
    'deleteUser',
    'key',
    'countKeys',
    'putKey',
    'deleteKey',
    'setting',
    'putSetting',
  ],
  hasher: ['hash', 'verify'],
  random: ['bytes'],
  clock: ['now'],
  sink: ['event'],
  scheme: ['authenticate', 'recall'],
  verifier: ['accountOf', 'verify'],
  directory: ['authenticate'],
  provider: ['begin', 'finish', 'signedOut', 'signedOutInFrame', 'invitation', 'signOutUrl'],
  hooks: ['renderError', 'renderLogin', 'sendMail'],
};

/** Of what starts and stops a server no request depends. */
function methodsOf(store: ExpiringStore | DurableStore): readonly string[] {
  void store.close();
  return Object.keys(store).filter((name) => name !== 'subscribe' && name !== 'close');
}

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

export async function startMatrixServer(framework: string, faults: FaultSwitch): Promise<MatrixServer> {
  const warnings: string[] = [];
  const provider = createTestProvider();
  let shift = 0;
  const clock = faults.wrap('clock', { now: () => Date.now() + shift });
  const sink = faults.wrap('sink', { event: () => undefined });
  const log = faults.wrap('log', { info: () => undefined, warn: (line: string) => void warnings.push(line) });
  const options = { ...partsOf(faults, provider), log, now: () => clock.now(), onEvent: () => sink.event() };
  const auth = await createAuth(options, {});
  const app = APPS[framework];
  if (app === undefined) throw new Error(`there is no app for ${framework}`);
  const server: Server = createServer(app(auth));
  new WebSocketServer({ server }).on('connection', (socket) => socket.close());
  auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createMatrixClient(portOf(server));
  return {
    ...client,
    auth,
    provider,
    warnings,
    shiftClock(milliseconds) {
      shift = milliseconds;
    },
    async stop() {
      client.close();
      await stop(server);
      await auth.close();
    },
  };
}

/** Who is known to the scheme, the verifier and the directory of this server. */
export const ROBOT = { 'x-robot': 'right' } as const;
export const OWN_PEOPLE = { verifier: 'vera', directory: 'dora', password: 'three grey herons fly' } as const;

function partsOf(faults: FaultSwitch, { provider }: TestProvider): DoorwardOptions {
  const hooks = faults.wrap('hooks', {
    renderError: ({ code, detail }: { readonly code: string; readonly detail: string }) => ({ body: { code, detail } }),
    renderLogin: () => ({ html: '<h1>Sign in</h1>', headers: [] }),
    sendMail: () => undefined,
  });
  return {
    secret: SECRET,
    publicUrl: 'https://own.example',
    trustProxy: 1,
    public: ['GET /about'],
    forwardAuth: true,
    accounts: { basic: true, signUp: 'active', provisioning: 'once', sendMail: (_mail) => hooks.sendMail() },
    apiKeys: true,
    tokens: { passwordGrant: true },
    store: faults.wrap('expiring', { ...createMemoryStore(), mayCache: () => false }),
    durableStore: faults.wrap('durable', durableOf(faults)),
    providers: [faults.wrap('provider', provider)],
    directories: [
      faults.wrap('directory', {
        id: 'people',
        authenticate: ({ name, password }: { readonly name: string; readonly password: string }) =>
          name === OWN_PEOPLE.directory && password === OWN_PEOPLE.password ? { subject: name, roles: [] } : null,
      }),
    ],
    verifiers: [
      faults.wrap('verifier', {
        name: 'own',
        accountOf: (name: string) => (name === OWN_PEOPLE.verifier ? 'own vera' : null),
        verify: ({ name, password }: { readonly name: string; readonly password: string }) =>
          name === OWN_PEOPLE.verifier && password === OWN_PEOPLE.password
            ? ({ kind: 'verified', principal: createPrincipal({ subject: 'own vera', method: 'own' }) } as const)
            : ({ kind: 'refused' } as const),
      }),
    ],
    schemes: [faults.wrap('scheme', robotScheme())],
    renderError: (problem) => hooks.renderError(problem),
    page: { renderLogin: () => hooks.renderLogin() },
  };
}

function robotScheme(): Scheme {
  return {
    name: 'robot',
    places: { headers: ['x-robot'] },
    recall: () => null,
    authenticate({ headers }) {
      const presented = headers?.get('x-robot');
      if (presented === undefined) return { kind: 'none' };
      if (presented !== ROBOT['x-robot']) return { kind: 'rejected', reason: 'invalid', presented };
      const principal = createPrincipal({ subject: 'robot', method: 'robot' });
      return { kind: 'authenticated', principal, startsSession: false };
    },
  };
}

/** What a writer of a store does fails too, in the middle of its work. */
function durableOf(faults: FaultSwitch): DurableStore {
  const memory = createMemoryDurableStore();
  return { ...memory, write: (work) => memory.write((writer) => work(faults.wrap('writer', writer))) };
}
