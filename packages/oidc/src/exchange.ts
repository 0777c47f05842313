/**
 * One exchange with the provider, such as a code for tokens: with its metadata, its keys, and every signature
 * checked.
 */

import type { Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { type Answer, askEndpoint, responseOf } from './answer.ts';
import { configure } from './configuration.ts';
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
