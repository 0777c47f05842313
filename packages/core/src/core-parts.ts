/**
 * What the decisions about requests work with.
 */

import type { Origins } from './access/origins.ts';
import type { ClientSessions } from './client-sessions.ts';
import type { CoreOptions } from './core-options.ts';
import type { Events } from './event/auth-event.ts';
import type { ClientAddressReader } from './request/client-address.ts';
import type { CredentialReader } from './request/presented.ts';
import type { RequestView } from './request/request-view.ts';
import type { Scheme } from './scheme/scheme.ts';
import type { SessionManager } from './session/session-manager.ts';
import type { SignIn } from './sign-in.ts';
import type { Site } from './site-paths.ts';

export interface CoreParts {
  readonly options: CoreOptions;
  readonly sessions: SessionManager;
  readonly clientSessions: ClientSessions;
  readonly origins: Origins;
  readonly events: Events;
  readonly clientAddress: ClientAddressReader;
  readonly site: (rootPath: string) => Site;
  /** True when the peer is a proxy that the configuration trusts. */
  readonly isProxy: (view: RequestView) => boolean;
  readonly signIn: SignIn;
  /** All that are asked for explicit credentials, in this order. */
  readonly schemes: readonly Scheme[];
  readonly reader: CredentialReader;
}
