/**
 * Where flows are kept: one file each, in a folder of their owner. Nobody's flow is looked for anywhere
 * but in his own folder, so that a foreign id is not found.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flow, FlowInput } from './flow.ts';
import { settings } from './start.ts';

export interface Flows {
  /** The latest change first. */
  list(owner: string): Promise<readonly Flow[]>;
  get(owner: string, id: string): Promise<Flow | null>;
  create(owner: string, input: FlowInput): Promise<Flow>;
  /** `null` when there is no such flow. */
  update(owner: string, id: string, change: Partial<FlowInput>): Promise<Flow | null>;
  /** True when it was there. */
  delete(owner: string, id: string): Promise<boolean>;
  deleteAll(owner: string): Promise<void>;
}

export const flows: Flows = createFlows(join(settings.dataFolder, 'flows'));

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function createFlows(root: string): Flows {
  /** Hashed: the name of a principal may hold anything. */
  const folderOf = (owner: string): string => join(root, createHash('sha256').update(owner).digest('hex').slice(0, 32));
  const fileOf = (owner: string, id: string): string => join(folderOf(owner), `${id}.json`);

  async function get(owner: string, id: string): Promise<Flow | null> {
    if (!ID.test(id)) return null;
    const text = await readFile(fileOf(owner, id), 'utf8').catch(absent);
    return text === null ? null : (JSON.parse(text) as Flow);
  }

  /** Whole or not at all: a reader never sees half of it. */
  async function put(flow: Flow): Promise<Flow> {
    const file = fileOf(flow.user_id, flow.id);
    const draft = `${file}.${randomUUID()}`;
    await mkdir(folderOf(flow.user_id), { recursive: true });
    await writeFile(draft, JSON.stringify(flow), { mode: 0o600 });
    await rename(draft, file);
    return flow;
  }

  return {
    get,
    async list(owner) {
      const names = (await readdir(folderOf(owner)).catch(absent)) ?? [];
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
      const found = await Promise.all(ids.map((id) => get(owner, id)));
      return found.filter((flow) => flow !== null).sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    },
    create: (owner, input) => put({ ...input, id: randomUUID(), user_id: owner, updated_at: new Date().toISOString() }),
    async update(owner, id, change) {
      const flow = await get(owner, id);
      return flow === null ? null : put({ ...flow, ...change, updated_at: new Date().toISOString() });
    },
    async delete(owner, id) {
      if ((await get(owner, id)) === null) return false;
      await rm(fileOf(owner, id), { force: true });
      return true;
    },
    deleteAll: (owner) => rm(folderOf(owner), { recursive: true, force: true }),
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
