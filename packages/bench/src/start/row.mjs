/**
 * How long after its process was started a server has answered its first request.
 */

import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { signInWithPassword } from '../doorward-accounts.mjs';
import { spreadOf } from '../statistics.mjs';
import { removeFolder, temporaryFolder } from '../temporary-folder.mjs';
import { PEER_STARTS, STARTS } from './variants.mjs';

const LIMIT_MS = 300;
const ROUNDS = 11;
const APP = fileURLToPath(new URL('app.mjs', import.meta.url));

/** @type {import('../rows.mjs').Row} */
export const START = {
  name: 'start',
  title: 'first request answered after the process was started, on Express',
  run,
};

async function run({ rounds, peers, progress }) {
  const folder = temporaryFolder();
  try {
    const cookie = await makeAccounts(folder);
    const samples = await measureStarts(rounds ?? ROUNDS, progress, { folder, cookie, peers });
    return outcomeOf(samples);
  } finally {
    removeFolder(folder);
  }
}

/** Every round begins with another variant, so that none always follows the same one. */
async function measureStarts(rounds, progress, known) {
  /** @type {Record<string, { servedMs: number, listeningMs: number }[]>} */
  const names = Object.keys(known.peers ? { ...STARTS, ...PEER_STARTS } : STARTS);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  // The first of each fills the file cache of the operating system.
  for (let round = -1; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(round + 1 + i) % names.length];
      const sample = await measureStart(name, known);
      if (round >= 0) samples[name].push(sample);
    }
    if (round % 4 === 3 || round === rounds - 1) progress(`${round + 1} of ${rounds} rounds`);
  }
  return samples;
}

/** @returns {import('../rows.mjs').Outcome} */
function outcomeOf(samples) {
  const served = (name) => samples[name].map(({ servedMs }) => servedMs);
  const figure = (label, kind, values) => ({ label, kind, value: spreadOf(values), unit: 'ms', digits: 0 });
  const beside = samples.sqlite.map(({ servedMs }, round) => servedMs - samples.bare[round].servedMs);
  const others = Object.keys(samples).filter((name) => name in PEER_STARTS);
  return {
    tables: [
      {
        name: 'Express',
        figures: [
          ...Object.entries(STARTS).map(([name, label]) =>
            figure(label, name === 'bare' ? 'bare' : 'doorward', served(name)),
          ),
          figure('SQLite file with accounts over Express alone', 'doorward', beside),
          ...others.map((name) => figure(PEER_STARTS[name], 'peer', served(name))),
        ],
      },
    ],
    goals: ['sqlite', 'sqlite fresh', 'sqlite page'].map((name) => {
      const [value, limit] = [spreadOf(served(name)), LIMIT_MS];
      return { id: 'G10', key: name, text: STARTS[name], value, limit, unit: 'ms', digits: 0, atLeast: false };
    }),
  };
}

/** An existing database has an owner, and somebody who has signed in before. */
async function makeAccounts(folder) {
  const { child, port } = await startApp('sqlite', folder);
  try {
    return await signInWithPassword(await port);
  } finally {
    await end(child);
  }
}

async function measureStart(variant, { folder, cookie }) {
  const own = variant === 'sqlite fresh' ? temporaryFolder() : folder;
  const started = performance.now();
  const { child, port } = await startApp(variant, own);
  try {
    const listening = await port;
    const listeningMs = performance.now() - started;
    const answer = await visit(listening, requestOf(variant, cookie));
    const servedMs = performance.now() - started;
    assertAnswer(variant, answer);
    return { servedMs, listeningMs };
  } finally {
    await end(child);
    if (own !== folder) removeFolder(own);
  }
}

function requestOf(variant, cookie) {
  if (variant === 'sqlite page') return { path: '/auth/login', headers: { accept: 'text/html' } };
  const headers = { accept: 'application/json' };
  return { path: '/', headers: variant === 'sqlite' ? { ...headers, cookie } : headers };
}

/** Nobody is signed in where nobody could be: to such a stranger 401 is the service. */
function assertAnswer(variant, { status, body }) {
  const wanted = ['bare', 'sqlite', 'sqlite page'].includes(variant) ? 200 : 401;
  const part = { bare: '"hello"', sqlite: '"hello"', 'sqlite page': '<form' }[variant] ?? '';
  if (status !== wanted || !body.includes(part))
    throw new Error(`the start of ${variant} is wrong: ${status} to its first request, not ${wanted}`);
}

async function startApp(variant, folder) {
  const child = spawn(process.execPath, [APP, variant, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const port = new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the app with ${variant} ended with ${code}`)));
    child.stdout.once('data', (line) => resolve(Number(line)));
  });
  return { child, port };
}

function end(child) {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve(undefined));
    child.kill();
  });
}

/** @returns {Promise<{ status: number | undefined, body: string }>} */
function visit(port, { path, headers }) {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    }).on('error', reject);
  });
}
