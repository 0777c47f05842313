/**
 * What front ends are told, for the document: their endpoints lie outside of this area, and clients are made from one
 * description.
 */

import { z } from '@hono/zod-openapi';
import type { Capabilities, NoCapabilities, SsoDescription } from '../capabilities/capabilities.ts';
import type { Me } from '../capabilities/me-endpoint.ts';

const text = z.string();
const optionalText = text.optional();

const person = {
  id: text,
  name: text.openapi({ description: 'To show.' }),
  email: text.nullable(),
  avatarUrl: text.nullable(),
};

const access = { roles: z.array(text), permissions: z.array(text).openapi({ example: ['*:read'] }) };

const ssoSchema: z.ZodType<SsoDescription> = z
  .object({
    provider: text,
    text: text.openapi({ description: 'Of the button.' }),
    icon: optionalText,
    description: optionalText,
    url: text.openapi({ description: 'Where the button leads. Takes `?next=` with a local path.' }),
  })
  .openapi('SingleSignOn');

const login = z.object({
  type: z.enum(['sso', 'credentials', 'both']),
  description: optionalText,
  signUpEnabled: z.boolean().optional(),
  credentials: z.object({ text, asksName: z.boolean() }).optional(),
  sso: ssoSchema.optional(),
  providers: z.array(ssoSchema).optional(),
});

const urls = z.object({
  login: text,
  logout: text,
  me: text,
  signUp: optionalText,
  account: optionalText,
  admin: optionalText,
  api: optionalText,
  token: optionalText,
});

const flag = z.boolean();

const enabledSchema: z.ZodType<Capabilities> = z
  .object({
    enabled: z.literal(true),
    login: login.nullable().openapi({ description: '`null`: nobody signs in by a page.' }),
    urls: urls.openapi({ description: 'Whole addresses where `publicUrl` is configured, else paths.' }),
    user: z.object(person).optional().openapi({ description: 'This and what follows: when signed in.' }),
    capabilities: z.object({ user: flag, session: flag, sso: flag, rbac: flag, acl: flag, fga: flag }).optional(),
    access: z.object(access).optional(),
    obligation: z.literal('change-password').nullable().optional(),
    availableRoles: z.array(z.object({ id: text, name: text })).optional(),
  })
  .openapi('EnabledCapabilities');

const disabledSchema: z.ZodType<NoCapabilities> = z
  .object({ enabled: z.literal(false), login: z.null() })
  .openapi('NoCapabilities');

export const capabilitiesSchema: z.ZodType<Capabilities | NoCapabilities> = z
  .union([enabledSchema, disabledSchema])
  .openapi('Capabilities', { description: 'What `GET <capabilities>` answers.' });

export const signedInSchema: z.ZodType<Me> = z
  .object({ ...person, ...access })
  .openapi('SignedIn', { description: 'What `GET <me>` answers, or `null`.' });
