/**
 * The process of one measured server: `server.mjs <framework> <variant>`. It says where it listens,
 * and how much CPU time it has used and waited for whenever it is asked.
 */

import { loadFramework } from './frameworks/all.mjs';
import { waitedUs } from './processor-time.mjs';

const [frameworkId = '', variantName = ''] = process.argv.slice(2);
const framework = await loadFramework(frameworkId);
const variant = framework.variants.find(({ name }) => name === variantName);
if (variant === undefined) throw new Error(`${framework.name} has no variant "${variantName}"`);

const { server, signIn, header = 'Cookie' } = await variant.start();
if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
// Connections stay open while the other variants have their turn.
server.keepAliveTimeout = 120_000;
const { port } = server.address();
const credential = await signIn(port);

process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuUs: user + system, waitedUs: waitedUs() });
});
process.send({ port, header, credential });
