/**
 * The process that checks permissions: `checks.mjs <count> <library>`. Answers microseconds for one check, by its kind.
 */

const [count = '1', library = 'doorward'] = process.argv.slice(2);
const FILE = library === 'doorward' ? './doorward.mjs' : `../../peers/permissions/${library}.mjs`;
const WINDOW_MS = 20;

const { checksOf } = await import(FILE);
const checks = await checksOf(Number(count));
for (const [kind, { check, wanted }] of Object.entries(checks)) {
  if (check() !== wanted) throw new Error(`${library}: ${kind} is wrong`);
}

process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  process.send(Object.fromEntries(Object.entries(checks).map(([kind, one]) => [kind, microseconds(one)])));
});
process.send('ready');

/** As many as fit: some libraries need a thousand times what others need. */
function microseconds({ check, wanted }) {
  for (let times = 16; ; times *= 4) {
    const { user, system } = timed(check, wanted, times);
    if (user + system > WINDOW_MS * 1000) return (user + system) / times;
  }
}

function timed(check, wanted, times) {
  const started = process.cpuUsage();
  let right = 0;
  for (let i = 0; i < times; i += 1) if (check() === wanted) right += 1;
  const used = process.cpuUsage(started);
  // Used, so that it is not optimised away.
  if (right !== times) throw new Error('the answers differ');
  return used;
}
