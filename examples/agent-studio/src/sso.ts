/**
 * Single sign-on, where the variables of an OpenID provider are given. Doorward reads those; this is what is the studio's
 * own about it.
 */

import type { DoorwardOptions, Environment } from '@doorward/auth';

export interface SingleSignOn {
  readonly oidc: DoorwardOptions['oidc'];
  readonly paths: NonNullable<NonNullable<DoorwardOptions['paths']>['providers']>;
  /** Variables that count where they are not given. */
  readonly defaults: Environment;
}

const DEFAULTS: Environment = {
  DOORWARD_OIDC_ROLES_MAPPING: JSON.stringify({
    'studio-owner': 'owner',
    'studio-admin': 'admin',
    'studio-member': 'member',
    'studio-viewer': 'viewer',
  }),
  // So that owners see on the page of people who was there, and can close the door to one.
  DOORWARD_PROVISIONING: 'each-time',
};

export function readSingleSignOn(env: Environment, apiPrefix: string): SingleSignOn {
  const isOn = Object.keys(env).some((name) => name.startsWith('DOORWARD_OIDC_'));
  if (!isOn) return { oidc: undefined, paths: {}, defaults: {} };
  const path = `${apiPrefix}/auth/sso`;
  const paths = { login: `${path}/login`, callback: `${path}/callback`, signedOut: `${path}/signed-out` };
  return { oidc: onThisMachine(env), paths: { oidc: paths }, defaults: DEFAULTS };
}

/** http is for a provider on this machine, for development, and takes a word in code. */
function onThisMachine(env: Environment): DoorwardOptions['oidc'] {
  const {
    DOORWARD_OIDC_ISSUER: issuer = '',
    DOORWARD_OIDC_NAME: name = '',
    DOORWARD_OIDC_CLIENT_ID: clientId = '',
  } = env;
  return issuer.startsWith('http:') ? { issuer, name, clientId, allowHttp: true } : undefined;
}
