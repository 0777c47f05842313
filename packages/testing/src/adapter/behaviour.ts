/**
 * What every adapter does, on every framework version: one suite.
 */

import { describe } from '@jest/globals';
import { answersAlike } from './behaviours/answers-alike.ts';
import { badInput } from './behaviours/bad-input.ts';
import { capabilities } from './behaviours/capabilities.ts';
import { challenges } from './behaviours/challenges.ts';
import { credentials } from './behaviours/credentials.ts';
import { crossSite } from './behaviours/cross-site.ts';
import { directories } from './behaviours/directories.ts';
import { health } from './behaviours/health.ts';
import { loginForm } from './behaviours/login-form.ts';
import { messageBoundaries } from './behaviours/message-boundaries.ts';
import { metrics } from './behaviours/metrics.ts';
import { openMode } from './behaviours/open-mode.ts';
import { otherMiddleware } from './behaviours/other-middleware.ts';
import { paths } from './behaviours/paths.ts';
import { plainHttp } from './behaviours/plain-http.ts';
import { policies } from './behaviours/policies.ts';
import { providerRequests } from './behaviours/provider-requests.ts';
import { providers } from './behaviours/providers.ts';
import { proxies } from './behaviours/proxies.ts';
import { queryToken } from './behaviours/query-token.ts';
import { responses } from './behaviours/responses.ts';
import { returnPaths } from './behaviours/return-paths.ts';
import { roleMappings } from './behaviours/role-mappings.ts';
import { sessions } from './behaviours/sessions.ts';
import { severalSources } from './behaviours/several-sources.ts';
import { standingGrants } from './behaviours/standing-grants.ts';
import { staticTokens } from './behaviours/static-tokens.ts';
import type { AdapterHarness } from './harness.ts';

const SHORT = [capabilities, credentials, queryToken, loginForm, challenges, policies, otherMiddleware, responses];
const FULL = [
  ...SHORT,
  sessions,
  crossSite,
  health,
  metrics,
  paths,
  proxies,
  openMode,
  badInput,
  staticTokens,
  severalSources,
  roleMappings,
  directories,
  providers,
  providerRequests,
  standingGrants,
  plainHttp,
  returnPaths,
  answersAlike,
  messageBoundaries,
];

/** `short` is for the oldest supported version of a framework: what depends on the framework at all. */
export function describeAdapter(harness: AdapterHarness, depth: 'full' | 'short'): void {
  describe(harness.name, () => {
    for (const behaviours of depth === 'full' ? FULL : SHORT) behaviours(harness);
  });
}
