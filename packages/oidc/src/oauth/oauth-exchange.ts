/**
 * One exchange with a provider that says nothing of itself: its endpoints are those of the options.
 */

import type { CustomFetch, ServerMetadata } from 'openid-client';
import { askEndpoint, responseOf } from '../answer.ts';
import { configure } from '../configuration.ts';
import type { Exchange } from '../exchange.ts';
import type { ResolvedOAuthOptions } from './oauth-options.ts';
import { readTokenAnswer } from './token-answer.ts';

export function createOAuthExchange(options: ResolvedOAuthOptions): Exchange {
  const { authorizationUrl, tokenUrl, issuer, timeoutMs } = options;
  const metadata: ServerMetadata = {
    // The library wants one. Where the option is not given, no answer is compared with it.
    issuer: issuer ?? authorizationUrl.origin,
    authorization_endpoint: authorizationUrl.href,
    token_endpoint: tokenUrl.href,
    authorization_response_iss_parameter_supported: issuer !== null,
  };
  const ask: CustomFetch = async (url, init) => {
    const answer = await askEndpoint(url, init, timeoutMs);
    return responseOf(url === tokenUrl.href ? readTokenAnswer(answer) : answer);
  };
  const config = configure(metadata, options, ask);
  return (use) => use(config);
}
