/**
 * One exchange with the provider, such as a code for tokens: with its metadata, its keys, and every signature
 * checked.
 */

import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import { type Answer, askEndpoint, responseOf } from './answer.ts';
import type { Discover } from './discovery.ts';
import { namesUnknownKey } from './failure.ts';
import { createKeyAnswers, type KeyAnswers } from './key-answers.ts';
import type { ResolvedOptions } from './options.ts';

/** Runs what is given, a second time when a new key came in between. Rejects with whatever went wrong. */
export type Exchange = <T>(use: (config: Configuration) => Promise<T>) => Promise<T>;

export function createExchange(options: ResolvedOptions, discover: Discover): Exchange {
  const keys = createKeyAnswers(options.now);
  return async (use) => {
    const metadata = await discover();
    const asker = createAsker(metadata, keys, options.timeoutMs);
    const attempt = () => use(configure(metadata, options, asker.ask));
    try {
      return await attempt();
    } catch (error) {
      if (!namesUnknownKey(error) || !keys.replace(asker.usedKeys())) throw error;
      return await attempt();
    }
  };
}

interface Asker {
  readonly ask: CustomFetch;
  readonly usedKeys: () => Promise<Answer> | null;
}

/** Asks each endpoint once for the whole exchange: a code and a refresh token count once. Keys come from `keys`. */
function createAsker(metadata: ServerMetadata, keys: KeyAnswers, timeoutMs: number): Asker {
  const keysUrl = new URL(metadata.jwks_uri ?? '').href;
  const answers = new Map<string, Promise<Answer>>();
  let used: Promise<Answer> | null = null;
  return {
    usedKeys: () => used,
    async ask(url, init) {
      const askNow = () => askEndpoint(url, init, timeoutMs);
      if (url === keysUrl) {
        used = keys.get(url, askNow);
        return responseOf(await used);
      }
      const name = `${init.method} ${url}`;
      const answer = answers.get(name) ?? askNow();
      answers.set(name, answer);
      return responseOf(await answer);
    },
  };
}

function configure(metadata: ServerMetadata, options: ResolvedOptions, ask: CustomFetch): Configuration {
  const { clientId, allowHttp } = options;
  const config = new Configuration(metadata, clientId, undefined, clientAuthOf(options));
  config[customFetch] = ask;
  // Without it the signature of an ID token that comes straight from the token endpoint is not looked at.
  enableNonRepudiationChecks(config);
  if (allowHttp) allowInsecureRequests(config);
  return config;
}

function clientAuthOf({ clientAuth, clientSecret }: ResolvedOptions): ReturnType<typeof None> {
  if (clientSecret === null) return None();
  return clientAuth === 'client_secret_post' ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}
