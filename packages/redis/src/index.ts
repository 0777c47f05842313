export { openRedis } from './open-redis.ts';
export type { RedisOptions, RedisSettings, RedisTls } from './options.ts';
