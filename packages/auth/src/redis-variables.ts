/**
 * The variables of Redis, with the option that each sets.
 */

import type { DoorwardOptions } from './options.ts';
import { readBoolean, readNumber } from './variable-readers.ts';

type Reader = (value: string, name: string) => Partial<DoorwardOptions>;

export const REDIS_VARIABLES: Readonly<Record<string, Reader>> = {
  DOORWARD_REDIS_URL: (redisUrl) => ({ redisUrl }),
  DOORWARD_REDIS_PREFIX: (prefix) => ({ redis: { prefix } }),
  DOORWARD_REDIS_STRICT: (value, name) => ({ redis: { strict: readBoolean(value, name) } }),
  DOORWARD_REDIS_COMMAND_TIMEOUT_MS: (value, name) => ({ redis: { commandTimeoutMs: readNumber(value, name) } }),
  DOORWARD_REDIS_CA: (ca) => ({ redis: { tls: { ca } } }),
};
