import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { schemaText } from '../scripts/schema-text.mjs';

it('the types are what the document of a running Doorward gives; else: pnpm --filter @doorward/client generate', async () => {
  const written = readFileSync(new URL('../src/schema.ts', import.meta.url), 'utf8');
  expect((await schemaText()) === written).toBe(true);
});
