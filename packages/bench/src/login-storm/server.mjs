/**
 * The server that people sign in to: Express with accounts on SQLite. It reads a file now and then when
 * it is asked to, as an app that has nothing to do with logins does.
 */

import { readFile } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createPasswordHasher } from '@doorward/accounts';
import { createAuth } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { openSqlite } from '@doorward/sql';
import express from 'express';
import { temporaryFolder } from '../temporary-folder.mjs';
import { PAGE } from '../variant.mjs';
import { nameOf, PASSWORD, PEOPLE } from './people.mjs';

const FILE = fileURLToPath(import.meta.url);
const READ_EVERY_MS = 10;

/** All have the same password, and each his own account. */
async function makePeople(folder) {
  const passwordHash = await createPasswordHasher().hash(PASSWORD);
  const stores = await openSqlite({ folder });
  await stores.durable.write(async (writer) => {
    for (let i = 0; i < PEOPLE; i += 1) await writer.putUser(personOf(i, passwordHash));
  });
  await stores.close();
}

function personOf(i, passwordHash) {
  return {
    id: `u_${String(i).padStart(22, '0')}`,
    username: nameOf(i),
    email: null,
    displayName: null,
    identifiers: [nameOf(i)],
    identities: [],
    roles: [i === 0 ? 'owner' : 'member'],
    status: /** @type {const} */ ('active'),
    passwordHash,
    mustChangePassword: false,
    version: 1,
    createdAt: Date.now(),
    lastSignInAt: null,
  };
}

/** @type {number[] | null} */
let reads = null;

function readNow(into) {
  if (reads !== into) return;
  const started = performance.now();
  readFile(FILE, (error) => {
    if (error !== null) throw error;
    into.push(performance.now() - started);
  });
  setTimeout(readNow, READ_EVERY_MS, into);
}

const questions = {
  /** Starts to read, and answers how long every read has taken since the last time, in ms. */
  reads: () => {
    const before = reads ?? [];
    reads = [];
    readNow(reads);
    return before;
  },
};

const folder = temporaryFolder();
await makePeople(folder);
/** @type {string[]} */
const said = [];
const auth = await createAuth({
  accounts: true,
  dataFolder: folder,
  trustProxy: 1,
  log: { info() {}, warn: (line) => said.push(line) },
});
const app = express();
app.set('trust proxy', 1);
app.use(doorward(auth));
app.get('/', (_req, res) => res.json(PAGE));
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
server.keepAliveTimeout = 120_000;

process.on('disconnect', () => process.exit(0));
process.on('message', (/** @type {keyof typeof questions} */ question) => process.send?.(questions[question]()));
process.send?.({ port: server.address().port });
