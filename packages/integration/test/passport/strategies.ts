/**
 * Strategies as their authors' pages show them, for the certified provider.
 */

import type { Provider } from '@doorward/core';
import { createPassportProvider } from '@doorward/passport';
import OAuth2Strategy from 'passport-oauth2';
import OpenIdConnectStrategy from 'passport-openidconnect';
import { CLIENT } from '../oidc/certified-provider.ts';

/** What both strategies make of a person here. */
export interface Profile {
  readonly id: string;
  readonly displayName?: string;
  readonly emails?: readonly { readonly value: string }[];
}

/** The ids of {@link providersAt}, each a button. */
export const IDS = ['openidconnect', 'posted', 'oauth2'] as const;

const identity = ({ id, displayName, emails }: Profile) => ({
  subject: id,
  ...(displayName === undefined ? {} : { name: displayName }),
  ...(emails?.[0] === undefined ? {} : { email: emails[0].value }),
  roles: ['analyst'],
});

export function providersAt(issuer: string): readonly Provider[] {
  const scope = { authenticateOptions: { scope: ['profile', 'email'] } };
  return [
    createPassportProvider({
      id: 'openidconnect',
      name: 'Acme',
      strategy: openIdConnectAt(issuer),
      identity,
      ...scope,
    }),
    createPassportProvider({
      id: 'posted',
      name: 'Acme, by a form',
      strategy: openIdConnectAt(issuer, { responseMode: 'form_post' }),
      identity,
      ...scope,
    }),
    createPassportProvider({
      id: 'oauth2',
      name: 'Acme, by OAuth',
      strategy: oauth2At(issuer),
      identity,
      authenticateOptions: { scope: ['openid', 'profile', 'email'] },
    }),
  ];
}

function openIdConnectAt(issuer: string, options: object = {}): OpenIdConnectStrategy {
  return new OpenIdConnectStrategy(
    {
      issuer,
      authorizationURL: `${issuer}/auth`,
      tokenURL: `${issuer}/token`,
      userInfoURL: `${issuer}/me`,
      clientID: CLIENT.clientId,
      clientSecret: CLIENT.clientSecret,
      callbackURL: '/not-this-one',
      skipUserProfile: false,
      ...options,
    },
    (_issuer: string, profile: OpenIdConnectStrategy.Profile, done: OpenIdConnectStrategy.VerifyCallback) =>
      done(null, profile),
  );
}

/** OAuth 2.0 says nothing of people: each service has a strategy of its own that asks who it is. */
class AcmeStrategy extends OAuth2Strategy {
  readonly userInfoUrl: string;

  constructor(issuer: string, verify: OAuth2Strategy.VerifyFunction) {
    const endpoints = { authorizationURL: `${issuer}/auth`, tokenURL: `${issuer}/token` };
    const client = { clientID: CLIENT.clientId, clientSecret: CLIENT.clientSecret };
    super({ ...endpoints, ...client, state: true, pkce: true }, verify);
    this.userInfoUrl = `${issuer}/me`;
    this._oauth2.useAuthorizationHeaderforGET(true);
  }

  override userProfile(accessToken: string, done: (error?: unknown, profile?: Profile) => void): void {
    this._oauth2.get(this.userInfoUrl, accessToken, (error, body) => {
      if (error) return done(error);
      const { sub, name, email } = JSON.parse(String(body));
      return done(null, { id: sub, displayName: name, emails: [{ value: email }] });
    });
  }
}

function oauth2At(issuer: string): OAuth2Strategy {
  return new AcmeStrategy(
    issuer,
    (_access: string, _refresh: string, profile: Profile, done: OAuth2Strategy.VerifyCallback) => done(null, profile),
  );
}
