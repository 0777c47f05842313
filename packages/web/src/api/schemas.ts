/**
 * The shapes that several endpoints share, as the document shows them.
 */

import { eventTypes, type UserStatus } from '@doorward/core';
import { z } from '@hono/zod-openapi';
import type { WireEvent, WireKey, WireMe, WireRole, WireSession, WireTicket, WireUser } from './wire.ts';

const time = z.iso.datetime();
const text = z.string();

export const statusSchema: z.ZodType<UserStatus, UserStatus> = z.enum(['active', 'pending', 'disabled']);

export const meSchema: z.ZodType<WireMe> = z
  .object({
    id: text,
    name: text.openapi({ description: 'To show.' }),
    username: text.nullable().openapi({ description: '`null`, like the next two, without an account.' }),
    email: text.nullable(),
    displayName: text.nullable(),
    roles: z.array(text),
    permissions: z.array(text).openapi({ example: ['pages:read'] }),
    method: text.openapi({ description: 'What signed in.', example: 'password' }),
    obligation: z.literal('change-password').nullable().openapi({ description: 'What has to be done first.' }),
    session: z.object({ id: text, createdAt: time, expiresAt: time }).nullable(),
  })
  .openapi('Me');

export const userSchema: z.ZodType<WireUser> = z
  .object({
    id: text,
    username: text,
    email: text.nullable(),
    displayName: text.nullable(),
    roles: z.array(text),
    status: statusSchema,
    hasPassword: z.boolean(),
    mustChangePassword: z.boolean(),
    identities: z
      .array(z.object({ source: text, name: text.nullable(), linkedAt: time }))
      .openapi({ description: 'Providers and directories that the user signs in by.' }),
    createdAt: time,
    lastSignInAt: time.nullable(),
  })
  .openapi('User');

export const ticketSchema: z.ZodType<WireTicket> = z
  .object({
    ticket: text.openapi({ description: 'The secret of the link: whoever has it can use it, once.' }),
    link: text.openapi({
      description: 'Where the user chooses a password: the address where it is known, else the path.',
    }),
    mail: z.enum(['sent', 'failed', 'none']).openapi({ description: '`none`: somebody has to pass the link on.' }),
    expiresAt: time,
  })
  .openapi('Ticket');

const sessionSchema: z.ZodType<WireSession> = z
  .object({
    id: text.openapi({ description: 'Names the session without giving access to it.' }),
    createdAt: time,
    lastSeenAt: time,
    expiresAt: time,
    method: text,
    client: z.object({ address: text, userAgent: text.nullable() }),
    current: z.boolean().openapi({ description: 'The session that asks.' }),
  })
  .openapi('Session');

export const sessionsSchema: z.ZodType<{ readonly sessions: WireSession[] }> = z.object({
  sessions: z.array(sessionSchema),
});

const keyFields = {
  id: text,
  name: text,
  hint: text.openapi({ description: 'Its last characters.', example: '3kPz' }),
  owner: text.nullable().openapi({ description: 'Id of the user it acts as; `null` for a service key.' }),
  roles: z.array(text).openapi({ description: 'Of a service key.' }),
  permissions: z
    .array(text)
    .nullable()
    .openapi({ description: 'All that it may do at most; `null`: no limit of its own.' }),
  status: z.enum(['active', 'disabled', 'expired']),
  createdAt: time,
  createdBy: text,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().openapi({ description: 'To the minute, or so.' }),
  previousUntil: time.nullable().openapi({ description: 'Until when the secret before still counts.' }),
};

export const keySchema: z.ZodType<WireKey> = z.object(keyFields).openapi('Key');

export const issuedKeySchema: z.ZodType<WireKey & { readonly key: string }> = z
  .object({ ...keyFields, key: text.openapi({ description: 'The key itself. It cannot be had again.' }) })
  .openapi('IssuedKey');

export const roleSchema: z.ZodType<WireRole> = z
  .object({
    name: text.openapi({ example: 'viewer' }),
    label: text.openapi({ description: 'To show.' }),
    description: text,
    permissions: z.array(text).openapi({ description: 'Its own.' }),
    inherits: z.array(text).openapi({ description: 'Roles whose permissions come with it.' }),
    custom: z.boolean().openapi({ description: 'Made by people, not by the configuration.' }),
    grantable: z.boolean().openapi({ description: 'The caller may give and take it.' }),
    editable: z.boolean().openapi({ description: 'The caller may change and delete it.' }),
  })
  .openapi('Role');

export const endedSchema: z.ZodType<{ readonly ended: number }> = z.object({
  ended: z.int().openapi({ description: 'Sessions that ended.' }),
});

export const eventSchema: z.ZodType<WireEvent> = z
  .object({
    number: z.int().openapi({ description: 'Grows with every event.' }),
    type: z.enum(eventTypes),
    time,
    subject: text.nullable().openapi({ description: 'Who did it.' }),
    name: text.nullable(),
    target: text.nullable().openapi({ description: 'To whom it was done.' }),
    targetName: text.nullable(),
    method: text.nullable(),
    clientAddress: text,
    reason: text.nullable(),
    detail: text.nullable(),
  })
  .openapi('Event');
