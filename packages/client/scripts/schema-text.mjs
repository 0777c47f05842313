// The operations of the JSON endpoints as TypeScript, from the document that a running Doorward serves.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createApp, createAuth } from '@doorward/auth';
import { createMemoryDurableStore, createMemoryStore } from '@doorward/core';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const TOKEN = 'reads-the-document';
const HEADER = `/**
 * The operations of Doorward's JSON endpoints. Generated from the document that it serves, by
 * \`pnpm --filter @doorward/client generate\`. Not to be changed by hand.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */

`;

/** The text of src/schema.ts, formatted. The same document gives the same text. */
export async function schemaText() {
  return formatted(HEADER + astToString(await openapiTS(await readDocument())));
}

/** Every endpoint is there that an option switches on. */
async function readDocument() {
  const stores = { store: createMemoryStore(), durableStore: createMemoryDurableStore() };
  const log = { info: () => undefined, warn: () => undefined };
  const auth = await createAuth({ accounts: true, apiKeys: true, token: TOKEN, log, ...stores }, {});
  const server = await createApp({ auth, log }).build().listen(0);
  try {
    const address = `http://127.0.0.1:${server.address().port}/auth/api/openapi.json`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (!response.ok) throw new Error(`the document cannot be read: ${response.status} ${await response.text()}`);
    return await response.json();
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await auth.close();
  }
}

function formatted(text) {
  const biome = createRequire(new URL('package.json', `file://${root}`)).resolve('@biomejs/biome/bin/biome');
  const args = [biome, 'format', '--stdin-file-path=packages/client/src/schema.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(`biome could not format it: ${stderr}`);
  return stdout;
}
