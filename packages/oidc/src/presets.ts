/**
 * Providers that are known by name: where one's tenant is, so that nobody has to find out.
 */

import { assertText, wrong } from './option-checks.ts';
import type { OidcIssuerOptions, OidcOptions, OidcPreset } from './options.ts';

interface Preset {
  /** For people. */
  readonly name: string;
  /** What a tenant looks like. */
  readonly form: RegExp;
  readonly remedy: string;
  readonly placeOf: (tenant: string) => Pick<OidcIssuerOptions, 'issuer' | 'discoveryUrl'>;
}

const PRESETS: Readonly<Record<OidcPreset, Preset>> = {
  microsoft: {
    name: 'Microsoft',
    // An id and no name: `common` and `organizations` would let in whoever has an account with Microsoft.
    form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    remedy: 'give the id of your tenant in Entra ID, such as "72f988bf-86f1-41af-91ab-2d7cd011db47"',
    placeOf: (tenant) => ({ issuer: `https://login.microsoftonline.com/${tenant.toLowerCase()}/v2.0` }),
  },
  oracle: {
    name: 'Oracle',
    form: /^[a-z0-9-]{1,63}$/i,
    remedy: 'give what stands before ".identity.oraclecloud.com" in your address, such as "idcs-9a1b"',
    // All tenants call themselves alike.
    placeOf: (tenant) => ({
      issuer: 'https://identity.oraclecloud.com/',
      discoveryUrl: `https://${tenant}.identity.oraclecloud.com/.well-known/openid-configuration`,
    }),
  },
};

const NAMES = Object.keys(PRESETS).join(' or ');

/**
 * The options with the place of the preset's tenant, or as they are.
 * @throws AuthError `oidc/options-invalid`.
 */
export function withPreset(options: OidcOptions): OidcIssuerOptions {
  if (options.preset === undefined) {
    if (options.tenant === undefined) return options;
    throw wrong('oidc.tenant', `belongs to no preset; set oidc.preset to ${NAMES}, or remove it`);
  }
  const { preset: given, tenant, issuer, discoveryUrl, ...others } = options;
  const preset = Object.hasOwn(PRESETS, given) ? PRESETS[given] : null;
  if (preset === null) throw wrong('oidc.preset', `is not known; give ${NAMES}, or oidc.issuer in its place`);
  for (const [name, value] of Object.entries({ issuer, discoveryUrl })) {
    if (value !== undefined) throw wrong(`oidc.${name}`, 'is said by oidc.preset; remove one of them');
  }
  assertText(tenant, 'oidc.tenant', preset.remedy);
  if (!preset.form.test(tenant)) throw wrong('oidc.tenant', `is not of the form that it has; ${preset.remedy}`);
  return { ...others, name: others.name ?? preset.name, ...preset.placeOf(tenant) };
}
