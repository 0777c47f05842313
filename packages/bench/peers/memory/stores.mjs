/**
 * Memory stores of others, filled with sessions that know whom they belong to, and what else they keep by themselves.
 */

import { randomBytes } from 'node:crypto';
import { openBetterAuth } from '../better-auth.mjs';

const HOUR_MS = 3_600_000;

/**
 * Each opens a store, and answers what adds a session and what asks for it.
 *
 * @type {Readonly<Record<string, () => Promise<{ add: (i: number) => Promise<string>, has: (id: string) => Promise<boolean> }>>>}
 */
export const STORES = {
  async 'express-session'() {
    const { default: session } = await import('express-session');
    const store = new session.MemoryStore();
    const cookie = () => ({
      originalMaxAge: HOUR_MS,
      expires: new Date(Date.now() + HOUR_MS),
      httpOnly: true,
      path: '/',
    });
    return {
      add: (i) => promised((id, done) => store.set(id, { cookie: cookie(), passport: { user: userId(i) } }, done)),
      has: (id) =>
        new Promise((resolve, reject) => store.get(id, (error, found) => (error ? reject(error) : resolve(!!found)))),
    };
  },
  async 'hono-sessions'() {
    const { MemoryStore } = await import('hono-sessions');
    const store = new MemoryStore();
    return {
      async add(i) {
        const id = crypto.randomUUID();
        const expires = new Date(Date.now() + HOUR_MS).toISOString();
        const data = { userId: { value: userId(i), flash: false } };
        store.createSession(id, { _id: id, _data: data, _expire: expires, _delete: false, _accessed: expires });
        return id;
      },
      has: async (id) => store.getSessionById(id) !== null,
    };
  },
  async 'better-auth'() {
    const auth = await openBetterAuth();
    const { internalAdapter } = await auth.$context;
    return {
      add: async (i) => (await internalAdapter.createSession(userId(i))).token,
      has: async () => true,
    };
  },
};

/** Sessions by twos, as those of Doorward. */
function userId(i) {
  return `u_${String(Math.floor(i / 2)).padStart(22, '0')}`;
}

function promised(set) {
  const id = randomBytes(24).toString('base64url');
  return new Promise((resolve, reject) => set(id, (error) => (error ? reject(error) : resolve(id))));
}
