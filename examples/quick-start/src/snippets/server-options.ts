/**
 * Where the servers of the snippets listen: any free port of this machine.
 */

export const serverOptions = { port: 0, host: '127.0.0.1', hostname: '127.0.0.1' } as const;
