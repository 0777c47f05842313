/**
 * One instance on Redis: `instance.mjs <url>`. Asked for `remove` it answers how long each of some removals took, for
 * `read` the same of sessions that it has not seen, in milliseconds.
 */

import { randomBytes } from 'node:crypto';
import { openRedis } from '@doorward/redis';

const COUNT = 500;

const store = await openRedis({ url: process.argv[2] });
store.subscribe(() => undefined);

const WORK = {
  remove: (key) => store.delete('session', key),
  read: (key) => store.get('session', key),
};

process.on('disconnect', () => process.exit(0));
process.on('message', (what) => {
  measure(WORK[what]).then(
    (times) => process.send({ times }),
    (error) => process.send({ error: String(error) }),
  );
});
process.send('ready');

async function measure(work) {
  const times = [];
  for (let i = 0; i < COUNT; i += 1) {
    const key = randomBytes(32).toString('base64url');
    const record = {
      value: { principal: { subject: 'ada', roles: [] } },
      owner: 'ada',
      expiresAt: Date.now() + 60_000,
    };
    await store.create('session', key, record);
    const began = performance.now();
    const answer = await work(key);
    times.push(performance.now() - began);
    if (!answer) throw new Error('the session was not there');
  }
  return times;
}
