/**
 * What the protocol's library is told of a provider, and of this server as its client.
 */

import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import { SKEW_SECONDS } from './clock-skew.ts';
import type { ResolvedClient } from './options.ts';

/** `ask` makes each request. Whatever is signed is checked. */
export function configure(metadata: ServerMetadata, client: ResolvedClient, ask: CustomFetch): Configuration {
  const { clientId, allowHttp } = client;
  const config = new Configuration(metadata, clientId, { [clockTolerance]: SKEW_SECONDS }, clientAuthOf(client));
  config[customFetch] = ask;
  // Without it the signature of an ID token that comes straight from the token endpoint is not looked at.
  enableNonRepudiationChecks(config);
  if (allowHttp) allowInsecureRequests(config);
  return config;
}

function clientAuthOf({ clientAuth, clientSecret }: ResolvedClient): ReturnType<typeof None> {
  if (clientSecret === null) return None();
  return clientAuth === 'client_secret_post' ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}
