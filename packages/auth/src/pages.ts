/**
 * Our pages and JSON endpoints. They are loaded when somebody first asks for one: they are no part of the start.
 */

import type { Accounts } from '@doorward/accounts';
import { type Core, type EndpointContext, type ProblemRenderer, problems } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';

export interface Pages {
  /** Answers 503 when they cannot be loaded, as in a process that has run out of files; the next request tries again. */
  handle(request: Request, context: EndpointContext): Promise<Response>;
  readonly renderProblem: ProblemRenderer;
}

export interface PagesParts {
  readonly core: Core;
  readonly options: ResolvedOptions;
  readonly accounts: Accounts | null;
  readonly onError: (error: unknown) => void;
}

export function createPages(parts: PagesParts): Pages {
  const { core, onError } = parts;
  let loading: ReturnType<typeof load> | undefined;

  function pages(): ReturnType<typeof load> {
    loading ??= load(parts).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  return {
    async handle(request, context) {
      const loaded = await pages().catch(onError);
      return loaded === undefined ? unavailable(core) : loaded.endpoints.fetch(request, context);
    },
    renderProblem: async (problem, site) => (await pages()).renderProblem(problem, site),
  };
}

function unavailable(core: Core): Response {
  const { status, headers, body } = core.writeProblem(problems.unavailable);
  return new Response(body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
}

async function load({ core, options, accounts }: PagesParts) {
  const { page, publicUrl, accounts: settings, apiKeys, tokens, roles, ldap, directories } = options;
  const web = await import('@doorward/web');
  const sendMail = settings === false ? null : settings.sendMail;
  const keyHeader = apiKeys === false ? null : apiKeys.header;
  const publicOrigin = publicUrl?.origin ?? null;
  return {
    endpoints: web.createEndpoints(core, {
      page,
      publicOrigin,
      asksName: accounts?.hasPasswords === true || ldap.length + directories.length > 0,
      hasRoles: accounts !== null || roles !== undefined,
      people: accounts === null ? null : { accounts, sendMail, publicOrigin, keyHeader },
      tokens: tokens === false ? null : { passwordGrant: tokens.passwordGrant },
    }),
    renderProblem: web.createProblemRenderer(page),
  };
}
