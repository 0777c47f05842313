/**
 * A provider of your own: the sign-in service of a company that hands out codes.
 */

// #region provider
import { createHash, randomBytes } from 'node:crypto';
import type { Provider } from '@doorward/core';
import { createAuth } from '@doorward/express';

const SERVICE = 'https://login.acme.example';

const acme: Provider = {
  id: 'acme',
  name: 'Acme',
  begin({ state, callbackUrl }) {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'studio',
      response_type: 'code',
      redirect_uri: callbackUrl,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return { url: `${SERVICE}/authorize?${query}`, keep: verifier };
  },
  async finish({ parameters, keep, callbackUrl }) {
    if (parameters.has('error')) return { kind: 'declined', reason: parameters.get('error') ?? '' };
    const body = new URLSearchParams({
      client_id: 'studio',
      grant_type: 'authorization_code',
      code: parameters.get('code') ?? '',
      redirect_uri: callbackUrl,
      code_verifier: keep ?? '',
    });
    const answer = await fetch(`${SERVICE}/token`, { method: 'POST', body, signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`the sign-in service answered ${answer.status}`);
    const { user } = (await answer.json()) as { user: { id: string; name: string; groups: string[] } };
    return { kind: 'identified', identity: { subject: user.id, name: user.name, roles: user.groups } };
  },
};

export const auth = await createAuth({
  publicUrl: 'https://studio.acme.example',
  providers: [acme],
  roles: { roleMapping: { developers: ['*:read', '*:execute'], leads: ['*'] } },
});
// #endregion provider
