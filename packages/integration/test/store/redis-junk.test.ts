import { expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { givenRedis, record } from './given-redis.ts';
import { describeWithRedis } from './redis-server.ts';

describeWithRedis('the store on Redis, with something else under its keys (F6)', () => {
  const given = givenRedis();
  const end = String(record.expiresAt);
  const hash = (value: string, ends = end, owner = 'ada'): readonly string[] => [
    ...['HSET', 'doorward:session:j', 'value', value],
    ...['end', ends, 'owner', owner],
  ];
  it.each<[string, readonly string[]]>([
    ['a text', ['SET', 'doorward:session:j', 'junk']],
    ['a list', ['RPUSH', 'doorward:session:j', 'junk']],
    ['another hash', ['HSET', 'doorward:session:j', 'other', '1']],
    ['a value that is no JSON', hash('{"n":')],
    ['a binary value', hash('\u0000\u0001\ufffd')],
    ['an end that is no time', hash('{}', 'soon')],
    ['an end that never comes', hash('{}', '1e999')],
    ['an end of another form', hash('{}', '0x7fffffffffff')],
    ['no end', ['HSET', 'doorward:session:j', 'value', '{}', 'owner', 'ada']],
    ['no owner', ['HSET', 'doorward:session:j', 'value', '{}', 'end', end]],
  ])('%s is no record', async (_name, command) => {
    await given.server.send('DEL', 'doorward:session:j');
    await given.server.send(...command);
    await given.server.send('ZADD', 'doorward:sessions-of:ada', end, 'j');
    expect(await given.store.get('session', 'j')).toBeNull();
    expect((await given.store.list('session', 'ada')).map(({ key }) => key)).toEqual(['k']);
    expect(await given.store.replace('session', 'j', {}, { value: 1, expiresAt: record.expiresAt })).toBe(false);
    await given.store.extend('session', 'j', record.expiresAt);
    expect(await given.store.claim('session', 'j')).toBeNull();
    expect(await given.store.get('session', 'j')).toBeNull();
    await failure(() => given.store.create('session', 'j', { ...record, value: 'mine' }));
    expect(await given.works()).toBe(true);
  });

  it.each<[string, readonly string[]]>([
    ['a text', ['SET', 'doorward:counter:j', 'junk']],
    ['a hash of texts', ['HSET', 'doorward:counter:j', 'count', 'many', 'resets', end]],
    ['a count below zero', ['HSET', 'doorward:counter:j', 'count', '-1000', 'resets', end]],
  ])('%s is no counter', async (_name, command) => {
    await given.server.send('DEL', 'doorward:counter:j');
    await given.server.send(...command);
    expect(await given.store.count('j')).toBeNull();
    expect(await given.store.increment('j', 1000)).toMatchObject({ count: 1 });
  });

  it('a value of names that objects inherit changes no object', async () => {
    await given.server.send(...hash('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));
    expect((await given.store.get('session', 'j'))?.owner).toBe('ada');
    expect('polluted' in {}).toBe(false);
  });

  it('a record under another owner is not removed with his', async () => {
    await given.store.create('session', 'bob', { ...record, owner: 'bob' });
    await given.server.send('ZADD', 'doorward:sessions-of:ada', end, 'bob');
    expect((await given.store.list('session', 'ada')).map(({ key }) => key)).toEqual(['k']);
    expect(await given.store.deleteOwned('session', 'ada')).toEqual(['k']);
    expect(await given.store.get('session', 'bob')).not.toBeNull();
  });

  it('a message that no instance sent makes it ask again, and breaks nothing', async () => {
    for (const text of ['junk', '{}', 'null', '{"by":"x","id":"1","kind":"session","keys":[1]}', '[]']) {
      await given.server.send('PUBLISH', 'doorward:changes', text);
    }
    await until(() => given.heard.length >= 5);
    expect(given.removed()).toEqual([]);
    await until(given.works);
  });
});
