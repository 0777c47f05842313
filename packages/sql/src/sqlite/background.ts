/**
 * A connection whose statements run in threads of the library, beside the event loop: for what takes long,
 * and what nobody waits for.
 */

import { retryWhileBusy } from './busy-retry.ts';
import { sqliteError } from './sqlite-error.ts';

export interface Background {
  /** Runs a statement without parameters. A power cut may undo it. @throws AuthError what `sqliteError` makes of it. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Drivers for the event loop's own connections have no such thing: this is libsql's alone. */
export function createBackground(path: string): Background {
  let opened: Promise<LibsqlPromise> | undefined;

  /** Not before it is needed: most processes end, or stay so small, that nothing is. */
  function connect(): Promise<LibsqlPromise> {
    opened ??= open(path).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  return {
    async run(sql) {
      const connection = await connect();
      await retryWhileBusy(() => guarded(path, () => connection.exec(sql)));
    },
    async close() {
      (await opened)?.close();
    },
  };
}

async function open(path: string): Promise<LibsqlPromise> {
  const { default: Database } = await import('libsql/promise');
  const connection: LibsqlPromise = await guarded(path, async () => new Database(path, {}));
  // The file is in WAL mode: commits wait for no disk, and what is moved out of the WAL still does.
  await guarded(path, () => connection.exec('pragma busy_timeout = 0; pragma synchronous = normal'));
  return connection;
}

interface LibsqlPromise {
  exec(sql: string): Promise<unknown>;
  close(): void;
}

async function guarded<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw sqliteError(error, path);
  }
}
