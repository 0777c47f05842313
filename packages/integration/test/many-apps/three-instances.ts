/**
 * Three processes of the example behind nginx, with its own nginx.conf, on one Redis and one PostgreSQL.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@doorward/test-process';
import { PASSWORD, signInAs } from '@doorward/testing';
import supertest from 'supertest';
import { describeWithNginx, startNginx } from '../nginx-server.ts';
import { describeWithPostgres, startPostgres } from '../store/postgres-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../store/redis-server.ts';
import { EXAMPLE, type ExampleProcess, exampleProcess, type Framework } from './example-process.ts';

const OWNER = { username: 'olivia', password: 'nine green lizards wait' };

export interface Programs {
  readonly nginx: string;
  /** The folder of PostgreSQL's programs. */
  readonly postgres: string;
}

/** Skipped where one of the three is not installed, unless everything is required. */
export function describeWithAll(name: string, tests: (programs: Programs) => void): void {
  describeWithRedis(name, () =>
    describeWithPostgres('with PostgreSQL', (postgres) =>
      describeWithNginx('behind nginx', (nginx) => tests({ nginx, postgres })),
    ),
  );
}

export interface ThreeInstances {
  /** Where nginx listens. */
  readonly port: number;
  readonly redis: RedisServer;
  readonly instances: readonly ExampleProcess[];
  /** Through nginx, or straight to one of the instances. */
  http(port?: number): ReturnType<typeof supertest>;
  /** Makes a user; answers the id. */
  makeUser(username: string): Promise<string>;
  /** Disables the user, by a request to the first instance. */
  disable(id: string): Promise<void>;
  signIn(username: string, port?: number): Promise<string>;
  close(): Promise<void>;
}

export async function startThree(
  { nginx: program, postgres: bin }: Programs,
  frameworks: readonly [Framework, Framework, Framework],
): Promise<ThreeInstances> {
  const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  const postgres = await startPostgres(bin);
  const env = { ...environment(redis.url, await postgres.createDatabase()) };
  const ports = [await freePort(), await freePort(), await freePort()];
  const instances = frameworks.map((framework, at) => exampleProcess(framework, { port: ports[at] as number, env }));
  await Promise.all(instances.map((instance) => instance.start()));
  const nginx = await startNginx(program, (port) => configuration(port, ports));
  const http = (port: number = nginx.port) => supertest(`http://127.0.0.1:${port}`);
  const owner = { cookie: await signInAs(http(), OWNER), 'sec-fetch-site': 'same-origin' };
  return {
    port: nginx.port,
    redis,
    instances,
    http,
    async makeUser(username) {
      const user = { username, password: PASSWORD, roles: ['viewer'], mustChangePassword: false };
      const made = await http().post('/auth/api/users').set(owner).send(user).expect(201);
      return made.body.user.id;
    },
    async disable(id) {
      await http(ports[0]).patch(`/auth/api/users/${id}`).set(owner).send({ status: 'disabled' }).expect(200);
    },
    signIn: (username, port) => signInAs(http(port), { username }),
    async close() {
      await nginx.close();
      await Promise.all(instances.map((instance) => instance.stop()));
      await redis.close();
      await postgres.close();
    },
  };
}

/** As docs/several-instances.md says, and an owner. */
function environment(redisUrl: string, databaseUrl: string): Readonly<Record<string, string>> {
  return {
    DOORWARD_REDIS_URL: redisUrl,
    DOORWARD_DATABASE_URL: databaseUrl,
    DOORWARD_SECRET: 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E',
    DOORWARD_ACCOUNTS: 'true',
    DOORWARD_TRUST_PROXY: 'loopback',
    DOORWARD_PUBLIC: 'GET /site.css',
    DOORWARD_OWNER_USERNAME: OWNER.username,
    DOORWARD_OWNER_PASSWORD: OWNER.password,
  };
}

/** The file that users copy, with other ports. */
export function configuration(port: number, instances: readonly number[]): string {
  const ports = new Map([['8080', port], ...instances.map((each, at) => [`300${at + 1}`, each] as const)]);
  const file = readFileSync(join(EXAMPLE, 'nginx.conf'), 'utf8');
  return file.replace(/(?<=127\.0\.0\.1:)\d+/g, (written) => {
    const replaced = ports.get(written);
    if (replaced === undefined) throw new Error(`nginx.conf names the port ${written}, which is none of the test's.`);
    return String(replaced);
  });
}
