// For `node --import @doorward/tooling/typescript`: a child process of a test runs our TypeScript sources, as jest does.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
