/**
 * Reads the address of a server, or of the Sentinels that know it.
 *
 * @see https://www.iana.org/assignments/uri-schemes/prov/redis
 */

import { wrong } from './option-checks.ts';
import type { RedisAddress, ServerAddress } from './options.ts';

const REMEDY =
  'give redis://user:password@host:6379/0, rediss:// for TLS, redis-sentinel://host:26379,host:26379/0#name, ' +
  'or redis-cluster://host:6379,host:6379';

/** scheme "://" [ user ":" password "@" ] hosts [ "/" [ database ] ] [ "#" name ] */
const FORM = /^(rediss?)(?:-(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]+)(?:\/(\d{0,5}))?(?:#([^#\s]+))?$/i;

const PORT = { server: 6379, sentinel: 26_379, cluster: 6379 };

/** Path of the option in messages. */
const URL_OPTION = 'redisUrl';

/** @throws AuthError `redis/options-invalid`, without the address: it may hold a password. */
export function readAddress(url: unknown): RedisAddress {
  if (typeof url !== 'string') throw wrong(URL_OPTION, `is not a string; ${REMEDY}`);
  const parts = FORM.exec(url.trim());
  if (parts === null) throw wrong(URL_OPTION, `is no address of Redis; ${REMEDY}`);
  const [, scheme = '', several = 'server', user, hosts = '', database = '', name = ''] = parts;
  const kind = several.toLowerCase() as RedisAddress['kind'];
  if ((kind === 'sentinel') !== (name !== '')) {
    throw wrong(URL_OPTION, `names ${name === '' ? 'no set of servers' : 'a set without Sentinel'}; ${REMEDY}`);
  }
  const servers = hosts.split(',').map((host) => readServer(host, PORT[kind]));
  if (kind === 'server' && servers.length > 1) throw wrong(URL_OPTION, `names several servers; ${REMEDY}`);
  if (kind === 'cluster' && Number(database) !== 0)
    throw wrong(URL_OPTION, 'names a database; a Cluster has one. Remove it');
  const sentinelName = decode(name);
  return {
    kind,
    place: placeOf(kind, servers, sentinelName),
    isEncrypted: scheme.toLowerCase() === 'rediss',
    ...readUser(user),
    database: Number(database),
    servers,
    sentinelName,
  };
}

function placeOf(kind: RedisAddress['kind'], servers: readonly ServerAddress[], sentinelName: string): string {
  const where = servers.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(', ');
  if (kind === 'sentinel') return `Redis "${sentinelName}" of the Sentinels at ${where}`;
  return kind === 'cluster' ? `The Redis Cluster at ${where}` : `Redis at ${where}`;
}

function readServer(text: string, usualPort: number): ServerAddress {
  const address = `redis://${text}`;
  const parsed = URL.canParse(address) ? new URL(address) : null;
  if (parsed === null || parsed.hostname === '' || parsed.port === '0')
    throw wrong(URL_OPTION, `names no server; ${REMEDY}`);
  const host = decode(parsed.hostname).replace(/^\[|\]$/g, '');
  return { host, port: parsed.port === '' ? usualPort : Number(parsed.port) };
}

/** A password alone, as `:password`, belongs to the user `default`. */
function readUser(text: string | undefined): Pick<RedisAddress, 'username' | 'password'> {
  if (text === undefined || text === '') return { username: undefined, password: undefined };
  const colon = text.indexOf(':');
  if (colon === -1) throw wrong(URL_OPTION, 'holds a user without a password; write user:password@, or :password@');
  const username = decode(text.slice(0, colon));
  return { username: username === '' ? undefined : username, password: decode(text.slice(colon + 1)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(URL_OPTION, 'holds a "%" that encodes nothing; write %25 in its place');
  }
}
