/**
 * The company's provider, as AUTH_PROVIDER and the variables that belong to it say; `.env.example` explains them.
 */

import { readFileSync } from 'node:fs';
import type { OidcIssuerOptions } from '@doorward/oidc';
import { refuse } from './refuse.ts';

export interface ProviderSettings {
  readonly id: string;
  readonly oidc: OidcIssuerOptions;
  /** Address of this server, as browsers use it. */
  readonly publicUrl: string;
  /** Path that the provider sends browsers back to, below the base path. */
  readonly callback: string;
}

/** What differs between providers. */
interface Registration extends OidcIssuerOptions {
  /** The variable with the address that was registered there, and that address. */
  readonly redirect: readonly [variable: string, address: URL];
}

const READERS: Readonly<Record<string, () => Registration>> = { MICROSOFT: microsoft, ORACLE: oracle, OIDC: anyIssuer };

const CALLBACK = '/api/auth/callback';

/** With the last one a provider gives a refresh token, and is asked again from time to time whether the sign-in stands. */
const SCOPES = 'openid profile email offline_access';

/** `null` without AUTH_PROVIDER. What is wrong ends the process. */
export function readProvider(): ProviderSettings | null {
  const chosen = variable('AUTH_PROVIDER');
  if (chosen === undefined) {
    const stray = Object.keys(process.env).find((name) => name.startsWith('DOORWARD_OIDC_'));
    return stray === undefined ? null : refuse(`${stray} says nothing by itself: set AUTH_PROVIDER=OIDC as well`);
  }
  const names = Object.keys(READERS);
  if (!names.includes(chosen)) refuse(`AUTH_PROVIDER ${chosen}: write one of ${names.join(', ')}, or leave it empty`);
  const { redirect, ...registration } = (READERS[chosen] ?? anyIssuer)();
  const id = chosen.toLowerCase();
  const oidc = { ...registration, id, responseMode: responseMode(), allowHttp: isHttp(registration) };
  return { id, oidc, ...placeOf(...redirect) };
}

function microsoft(): Registration {
  const tenant = demanded('MICROSOFT_ENTRA_ID_TENANT_ID');
  if (!/^[\w.-]+$/.test(tenant) || ['common', 'organizations', 'consumers'].includes(tenant)) {
    refuse(`MICROSOFT_ENTRA_ID_TENANT_ID ${tenant}: write the id of your own tenant`);
  }
  const authority = address('AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com');
  return {
    name: 'Microsoft',
    issuer: `${withoutSlash(authority.href)}/${tenant}/v2.0`,
    clientId: demanded('MICROSOFT_ENTRA_ID_CLIENT_ID'),
    clientSecret: demanded('MICROSOFT_ENTRA_ID_CLIENT_SECRET'),
    scopes: SCOPES,
    redirect: redirectOf('MICROSOFT_ENTRA_ID_REDIRECT_URI'),
  };
}

/** Its metadata are at the tenant, and name an issuer that all tenants share. */
function oracle(): Registration {
  const tenant = address('ORACLE_AUTH_TENANT_URL');
  return {
    name: 'Oracle',
    issuer: variable('ORACLE_AUTH_ISSUER') ?? 'https://identity.oraclecloud.com/',
    discoveryUrl: `${withoutSlash(tenant.href)}/.well-known/openid-configuration`,
    clientId: demanded('ORACLE_AUTH_CLIENT_ID'),
    clientSecret: demanded('ORACLE_AUTH_CLIENT_SECRET'),
    scopes: SCOPES,
    redirect: redirectOf('ORACLE_AUTH_REDIRECT_URL'),
  };
}

/** The other variables of DOORWARD_OIDC_ are read by Doorward. */
function anyIssuer(): Registration {
  const publicUrl = address('DOORWARD_PUBLIC_URL');
  const callback = new URL(withoutSlash(publicUrl.pathname) + CALLBACK, publicUrl);
  return {
    name: variable('DOORWARD_OIDC_NAME') ?? 'your company',
    issuer: demanded('DOORWARD_OIDC_ISSUER'),
    clientId: demanded('DOORWARD_OIDC_CLIENT_ID'),
    clientSecret: demanded('DOORWARD_OIDC_CLIENT_SECRET'),
    redirect: ['DOORWARD_PUBLIC_URL', callback],
  };
}

function responseMode(): 'query' | 'form_post' {
  const mode = variable('AUTH_RESPONSE_MODE') ?? 'query';
  return mode === 'query' || mode === 'form_post'
    ? mode
    : refuse(`AUTH_RESPONSE_MODE ${mode}: write query or form_post`);
}

/** Doorward lets it be http on this machine alone, for development. */
function isHttp({ issuer, discoveryUrl = issuer }: OidcIssuerOptions): boolean {
  return discoveryUrl.startsWith('http:');
}

function redirectOf(name: string): Registration['redirect'] {
  return [name, address(name)];
}

/** A browser that comes back to another site than it left has none of the cookies. */
function placeOf(name: string, redirect: URL): Pick<ProviderSettings, 'publicUrl' | 'callback'> {
  const basePath = withoutSlash(variable('DOORWARD_BASE_PATH') ?? '');
  const publicUrl = address('DOORWARD_PUBLIC_URL', redirect.origin + basePath);
  const base = withoutSlash(publicUrl.pathname);
  if (redirect.origin !== publicUrl.origin || !redirect.pathname.startsWith(`${base}/`)) {
    refuse(`${name} ${redirect.href}: it has to begin with ${publicUrl.origin}${base}/, as browsers know this server`);
  }
  return { publicUrl: publicUrl.href, callback: redirect.pathname.slice(base.length) };
}

/** A whole address, without query. */
function address(name: string, usual?: string): URL {
  const given = usual === undefined ? demanded(name) : (variable(name) ?? usual);
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return url;
  return refuse(`${name} ${given}: write a whole address, such as https://heron.example.com`);
}

function demanded(name: string): string {
  return variable(name) ?? refuse(`${name} is missing: AUTH_PROVIDER ${variable('AUTH_PROVIDER')} needs it`);
}

/** As Doorward reads its own: also of a file, named by the same variable with _FILE behind it. */
function variable(name: string): string | undefined {
  const file = process.env[`${name}_FILE`];
  if (!file) return process.env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return refuse(`${name}_FILE ${file}: it cannot be read`);
  }
}

const withoutSlash = (text: string): string => text.replace(/\/$/, '');
