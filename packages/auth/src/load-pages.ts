/**
 * The pages and endpoints, loaded when somebody first asks for one: they are no part of the start.
 */

import type { Accounts } from '@doorward/accounts';
import type { Core, ProblemRenderer } from '@doorward/core';
import type { Endpoints } from '@doorward/web';
import type { ResolvedOptions } from './option-schema.ts';

export async function loadPages(
  core: Core,
  { page, publicUrl, accounts: settings, apiKeys, tokens, roles, ldap, directories }: ResolvedOptions,
  accounts: Accounts | null,
): Promise<{ endpoints: Endpoints; renderProblem: ProblemRenderer }> {
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
