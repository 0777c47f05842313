// npm run generate: writes src/schema.ts anew.
import { writeFileSync } from 'node:fs';
import { schemaText } from './schema-text.mjs';

writeFileSync(new URL('../src/schema.ts', import.meta.url), await schemaText());
