/**
 * The schema of the option `accounts`.
 */

import type { SendMail } from '@doorward/web';
import * as v from 'valibot';
import { roleSet } from './credential-schema.ts';
import { callable, flag, strictObject, switchable, text, wholeNumber } from './option-values.ts';

const label = text(200);

export const accounts = switchable(
  strictObject({
    owner: v.optional(
      strictObject({
        username: v.optional(label, 'owner'),
        email: v.optional(label),
        password: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(1024))),
        isDefault: flag(false),
      }),
    ),
    roles: v.optional(roleSet),
    signUp: v.optional(v.picklist(['off', 'pending', 'active']), 'off'),
    passwords: flag(true),
    provisioning: v.optional(v.picklist(['off', 'once', 'each-time']), 'off'),
    password: v.optional(
      strictObject({
        minLength: v.optional(wholeNumber(8, 64, 'use at least 8'), 15),
        blocked: v.optional(v.array(v.string()), []),
      }),
      {},
    ),
    basic: flag(false),
    autoLogin: v.optional(label),
    auditDays: v.optional(wholeNumber(1, 36_500), 90),
    sendMail: v.optional(v.nullable(callable<SendMail>('a function')), null),
  }),
);
