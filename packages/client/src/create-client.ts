/**
 * A client of one Doorward, for pages and programs.
 *
 * It is told one address, that of the capabilities, and finds the others there: whatever prefix the server has.
 */

import { type Capabilities, type Me, readCapabilities, readMe } from './capabilities.ts';
import { type Credentials, createConnection } from './connection.ts';
import { DoorwardError, errorOf } from './doorward-error.ts';
import { type ApiClient, createApi } from './operations.ts';
import {
  type Account,
  type Audit,
  createAccount,
  createAudit,
  createKeys,
  createRoles,
  createSessions,
  createUsers,
  type Keys,
  type Roles,
  type Sessions,
  type Users,
} from './resources.ts';

export interface ClientOptions extends Credentials {
  /** Where Doorward stands, such as `https://example.com/tools`. Default the origin of the page. */
  readonly url?: string;
  /** Below `url`. Default `/auth/capabilities`, as of the server's option `paths.capabilities`. */
  readonly capabilitiesPath?: string;
}

export interface PasswordLogin {
  /** Left out where the server asks for a token alone. */
  readonly username?: string;
  readonly password: string;
}

export interface DoorwardClient {
  /** What the server offers and the caller may. Asked once, and remembered until signing in or out, or {@link refresh}. */
  capabilities(): Promise<Capabilities>;
  /** Asks for the capabilities anew. */
  refresh(): Promise<Capabilities>;
  /** Whoever is signed in at this moment; `null` for nobody. */
  me(): Promise<Me | null>;
  /** {@link Capabilities.can} of what is remembered. */
  can(permission: string): Promise<boolean>;
  /**
   * Begins a session: a cookie of the browser, or one in this client's memory. Resolves with what may be done now; look
   * at `obligation`.
   *
   * @throws DoorwardError `core/invalid-credential` 401, `core/too-many-attempts` 429
   */
  signIn(login: PasswordLogin): Promise<Capabilities>;
  /** Ends the session. Where people sign in with a provider, signing out goes on at `redirectTo`: send the browser there. */
  signOut(): Promise<{ readonly redirectTo: string | null }>;
  readonly users: Users;
  readonly keys: Keys;
  readonly roles: Roles;
  readonly sessions: Sessions;
  readonly account: Account;
  readonly audit: Audit;
  /** All operations by their paths, for what has no function here. */
  api(): Promise<ApiClient>;
}

/** @throws TypeError for an address without scheme and host outside a page, and for two credentials. */
export function createClient(options: ClientOptions = {}): DoorwardClient {
  const base = addressOf(options);
  const connection = createConnection(options);
  let known: Promise<Capabilities> | undefined;
  let api: ApiClient | undefined;

  async function send(request: Request): Promise<Response> {
    const response = await connection.send(request);
    // The session is over, or has been for a while.
    if (response.status === 401) known = undefined;
    return response;
  }

  async function call(url: string | URL, init: RequestInit = {}): Promise<unknown> {
    const headers = { accept: 'application/json', ...init.headers };
    const response = await send(new Request(url, { ...connection.init, ...init, headers }));
    const body = parsed(await response.text());
    if (!response.ok) throw errorOf(response, body);
    return body;
  }

  function refresh(): Promise<Capabilities> {
    const asked = call(base).then((wire) => readCapabilities(wire as Parameters<typeof readCapabilities>[0], base));
    known = asked;
    // An answer that did not come is not remembered.
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked;
  }

  const capabilities = (): Promise<Capabilities> => known ?? refresh();

  async function findApi(): Promise<ApiClient> {
    const { urls } = await capabilities();
    if (urls?.api === undefined) throw new DoorwardError(404, NO_API);
    api ??= createApi(urls.api, { ...connection, send });
    return api;
  }

  return {
    capabilities,
    refresh,
    async me() {
      const { urls } = await capabilities();
      return urls === undefined ? null : readMe((await call(urls.me)) as Parameters<typeof readMe>[0]);
    },
    can: async (permission) => (await capabilities()).can(permission),
    async signIn({ username, password }) {
      if (connection.isExplicit) throw new TypeError('signIn: this client has a key or token already. Make another.');
      const { urls } = await capabilities();
      if (urls === undefined) throw new DoorwardError(404, NO_SIGN_IN);
      const body = JSON.stringify({ username, password });
      await call(urls.login, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return refresh();
    },
    async signOut() {
      const { urls } = await capabilities();
      const answer = urls === undefined ? null : await call(urls.logout, { method: 'POST' });
      known = undefined;
      const { redirectTo = null } = (answer ?? {}) as { readonly redirectTo?: string };
      return { redirectTo };
    },
    users: createUsers(findApi),
    keys: createKeys(findApi),
    roles: createRoles(findApi),
    sessions: createSessions(findApi),
    account: createAccount(findApi),
    audit: createAudit(findApi),
    api: findApi,
  };
}

const NO_API = {
  title: 'There are no JSON endpoints',
  detail: 'Switch the option accounts on at the server: users and keys are kept there.',
};

const NO_SIGN_IN = {
  title: 'There is nothing to sign in to',
  detail: 'Authentication is switched off at the server.',
};

function addressOf({ url = '', capabilitiesPath = '/auth/capabilities' }: ClientOptions): URL {
  const address = url.replace(/\/+$/, '') + capabilitiesPath;
  const page = (globalThis as { readonly location?: { readonly href: string } }).location?.href;
  if (!URL.canParse(address, page)) {
    throw new TypeError(`url: "${url}" is no address here. Outside a page, write it with scheme and host.`);
  }
  return new URL(address, page);
}

/** The text itself where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
