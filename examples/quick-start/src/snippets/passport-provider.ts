/**
 * Signing in with a strategy of Passport that sends the browser somewhere else.
 */

// #region provider
import { createAuth } from '@doorward/express';
import { createPassportProvider } from '@doorward/passport';
import OAuth2Strategy, { type VerifyCallback } from 'passport-oauth2';

interface Person {
  readonly id: string;
  readonly name: string;
}

const strategy = new OAuth2Strategy(
  {
    authorizationURL: 'https://login.acme.example/authorize',
    tokenURL: 'https://login.acme.example/token',
    clientID: 'studio',
    clientSecret: process.env['ACME_SECRET'] ?? '',
    state: true,
    pkce: true,
  },
  async (accessToken: string, _refreshToken: string, _profile: unknown, done: VerifyCallback) => {
    try {
      const headers = { authorization: `Bearer ${accessToken}` };
      const answer = await fetch('https://login.acme.example/me', { headers, signal: AbortSignal.timeout(5000) });
      if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
      done(null, (await answer.json()) as Person);
    } catch (error) {
      done(error);
    }
  },
);

const acme = createPassportProvider({
  id: 'acme',
  name: 'Acme',
  strategy,
  authenticateOptions: { scope: ['profile'] },
  identity: ({ id, name }: Person) => ({ subject: id, name, roles: [] }),
});

export const auth = await createAuth({ publicUrl: 'https://studio.example.com', providers: [acme] });
// #endregion provider
