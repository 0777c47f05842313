/**
 * A real nginx of a temporary folder that asks Doorward about every request before it passes it on.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../other-programs.ts';

const NAMES = ['nginx', '/usr/sbin/nginx'];

function findNginx(): string | null {
  return NAMES.find((name) => spawnSync(name, ['-v']).status === 0) ?? null;
}

/** Skipped where nginx is not installed, unless everything is required. */
export function describeWithNginx(name: string, tests: (program: string) => void): void {
  const program = findNginx();
  if (program !== null) describe(name, () => tests(program));
  else if (process.env['DOORWARD_REQUIRE'] === 'all')
    it(`${name}: nginx is missing`, () => expect(program).not.toBeNull());
  else describe(name, () => it.skip('need nginx, which is not installed', () => undefined));
}

export interface Nginx {
  readonly port: number;
  close(): Promise<void>;
}

export async function startNginx(
  program: string,
  ports: { readonly doorward: number; readonly app: number },
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, ports));
  const child = spawn(program, ['-c', file, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGQUIT');
    await Promise.race([ended, delay(3_000, undefined, { ref: false })]);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return { port, close: stop };
    await delay(50);
  }
  await stop();
  throw new Error(`nginx did not start: ${said}`);
}

/** As docs/behind-a-proxy.md shows it. */
function configuration(folder: string, port: number, { doorward, app }: { doorward: number; app: number }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  );
  return `
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 64; }
http {
  access_log off;
${temporary.join('\n')}
  server {
    listen 127.0.0.1:${port};

    location /auth/ {
      proxy_pass http://127.0.0.1:${doorward};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }

    location = /auth/verify { internal; 
      proxy_pass http://127.0.0.1:${doorward};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Uri $request_uri;
      proxy_set_header X-Forwarded-Method $request_method;
    }

    location / {
      auth_request /auth/verify;
      auth_request_set $remote_user_header $upstream_http_remote_user;
      auth_request_set $remote_name_header $upstream_http_remote_name;
      auth_request_set $remote_groups_header $upstream_http_remote_groups;
      auth_request_set $auth_login $upstream_http_x_auth_login;
      auth_request_set $auth_cookie $upstream_http_set_cookie;
      add_header Set-Cookie $auth_cookie always;
      error_page 401 = @login;

      proxy_pass http://127.0.0.1:${app};
      proxy_set_header Remote-User $remote_user_header;
      proxy_set_header Remote-Name $remote_name_header;
      proxy_set_header Remote-Groups $remote_groups_header;
      proxy_set_header Authorization "";
      proxy_set_header Cookie "";
    }

    location @login {
      add_header Set-Cookie $auth_cookie always;
      if ($auth_login) { return 303 $auth_login; }
      return 401;
    }
  }
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
