/**
 * What has to happen at once, in Lua. Times are the caller's clock, in milliseconds since the epoch: Redis's own expiry comes
 * a minute later and takes away what nobody asks for.
 *
 * The first write of each is one that a full server refuses: after any other it would let the rest pass.
 *
 * Each begins with its keys and arguments. `tell` says what was removed to all instances, and answers those that remember
 * records at this moment, by Redis's clock.
 *
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
 */

import { createHash } from 'node:crypto';

export interface Script {
  readonly text: string;
  readonly sha1: string;
}

const WHOLE = `
local function whole(text)
  return type(text) == 'string' and #text < 16 and string.find(text, '^%d+$') and tonumber(text) or nil
end`;

/** Value, end and owner of a live record; anything else under its key is none. */
const LIVE = `${WHOLE}
local function live(key, now)
  local found = redis.pcall('HMGET', key, 'value', 'end', 'owner')
  if found.err or not found[1] or not found[3] then return nil end
  local ends = whole(found[2])
  if not ends or ends <= tonumber(now) then return nil end
  return found
end`;

/** Notes whose a record is, for as long as the longest of them is kept. */
const OWN = `
local function own(set, member, ends, keep)
  redis.call('ZADD', set, ends, member)
  if redis.call('PTTL', set) < tonumber(keep) then redis.call('PEXPIRE', set, keep) end
end`;

const CLOCK = `
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end`;

const TELL = `${CLOCK}
local function tell(instances, channel, by, id, kind, keys)
  if #keys == 0 then return {} end
  redis.call('PUBLISH', channel, cjson.encode({ by = by, id = id, kind = kind, keys = keys }))
  return redis.call('ZRANGEBYSCORE', instances, '(' .. string.format('%.0f', clock()), '+inf')
end`;

function script(...parts: readonly string[]): Script {
  const text = parts.join('\n').trim();
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/** record, owned; now, value, end, owner, key, keep, over. 1, or 0 when a live one is there. */
export const CREATE: Script = script(
  LIVE,
  OWN,
  `
if live(KEYS[1], ARGV[1]) then return 0 end
own(KEYS[2], ARGV[5], ARGV[3], ARGV[6])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[7])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'end', ARGV[3], 'owner', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1`,
);

/** record; now, end, key, keep, owners. */
export const EXTEND: Script = script(
  LIVE,
  OWN,
  `
local found = live(KEYS[1], ARGV[1])
if not found then return 0 end
own(ARGV[5] .. found[3], ARGV[3], ARGV[2], ARGV[4])
redis.call('HSET', KEYS[1], 'end', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`,
);

/** record; now, end, key, keep, owners, expected, next. 1 when the value was the expected one. */
export const REPLACE: Script = script(
  LIVE,
  OWN,
  `
local found = live(KEYS[1], ARGV[1])
if not found or found[1] ~= ARGV[6] then return 0 end
own(ARGV[5] .. found[3], ARGV[3], ARGV[2], ARGV[4])
redis.call('HSET', KEYS[1], 'value', ARGV[7], 'end', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`,
);

/** record, instances; now, key, owners, channel, by, id, kind. Value, end, owner and who remembers; nothing when none was live. */
export const TAKE: Script = script(
  LIVE,
  TELL,
  `
local found = live(KEYS[1], ARGV[1])
if not found then return false end
redis.call('DEL', KEYS[1])
redis.pcall('ZREM', ARGV[3] .. found[3], ARGV[2])
return { found[1], found[2], found[3], tell(KEYS[2], ARGV[4], ARGV[5], ARGV[6], ARGV[7], { ARGV[2] }) }`,
);

/** owned, instances; now, owner, except, records, most, channel, by, id, kind. Keys, who remembers, and 1 when there may be more. */
export const TAKE_OWNED: Script = script(
  LIVE,
  TELL,
  `
local members = redis.call('ZRANGE', KEYS[1], 0, ARGV[5])
local taken = {}
for _, key in ipairs(members) do
  if key ~= ARGV[3] then
    local found = live(ARGV[4] .. key, ARGV[1])
    if found and found[3] == ARGV[2] then
      redis.call('DEL', ARGV[4] .. key)
      taken[#taken + 1] = key
    end
    redis.call('ZREM', KEYS[1], key)
  end
end
local more = #members > tonumber(ARGV[5]) and 1 or 0
return { taken, tell(KEYS[2], ARGV[6], ARGV[7], ARGV[8], ARGV[9], taken), more }`,
);

/** counter; now, resets, keep. The count, and when it starts anew. */
export const INCREMENT: Script = script(
  WHOLE,
  `
local found = redis.pcall('HMGET', KEYS[1], 'count', 'resets')
if not found.err and whole(found[1]) and whole(found[2]) and whole(found[2]) > tonumber(ARGV[1]) then
  return { redis.call('HINCRBY', KEYS[1], 'count', 1), found[2] }
end
if found.err then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'count', 1, 'resets', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 1, ARGV[2] }`,
);

/** instances; instance, lease. Says that this instance remembers records for so long; those whose time is over are dropped. */
export const RENEW: Script = script(
  CLOCK,
  `
local now = clock()
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
return 1`,
);
