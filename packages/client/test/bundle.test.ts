import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { bundleClient } from './bundle.ts';

/** As the README says it, rounded up. */
const AT_MOST_BYTES = 5_500;

it('the client is small, and holds nothing of Node', async () => {
  const code = await bundleClient();
  expect(code).not.toMatch(/node:|require\(/);
  expect(gzipSync(code).length).toBeLessThan(AT_MOST_BYTES);
});
