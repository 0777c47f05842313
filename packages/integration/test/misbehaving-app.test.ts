/**
 * Apps that do what no app should (F43).
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createApp } from '@doorward/auth';
import { rawRequest, TOKEN } from '@doorward/testing';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import supertest from 'supertest';
import { guardedServer, SILENT } from './guarded-server.ts';
import { portOf } from './outer-servers.ts';

const site = guardedServer();

describe('an app that misbehaves (F43)', () => {
  it('changes nothing about the decision by removing listeners', async () => {
    const host = await site.start(() => {
      const made = site.kinds.Express();
      made.removeAllListeners('upgrade');
      return made;
    });
    site.server.removeAllListeners('upgrade');
    site.server.on('upgrade', (_request: IncomingMessage, socket: Duplex) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    );
    const response = await rawRequest(Number(host.split(':')[1]), {
      target: '/ws',
      headers: ['Connection: Upgrade', 'Upgrade: websocket'],
    });
    expect(response.status).toBe(401);
  });

  it('harms neither the others nor itself for others: throw, reject, hang, late headers, next twice, changed url', async () => {
    const twice = express();
    twice.use((_req, _res, next) => {
      next();
      next();
    });
    twice.get('/x', (_req, res) => void res.send('twice'));
    const apps: Readonly<Record<string, (req: IncomingMessage, res: ServerResponse) => unknown>> = {
      throws: (_req, _res) => {
        throw new Error('thrown');
      },
      rejects: async (_req, _res) => Promise.reject(new Error('rejected')),
      hangs: (_req, _res) => undefined,
      late: (_req, res) => {
        res.end('early');
        setImmediate(() => {
          try {
            res.setHeader('x-late', '1');
          } catch {
            // As Node says: headers were sent.
          }
        });
      },
      changes: (req, res) => {
        req.url = '/admin';
        req.headers.authorization = `Bearer ${TOKEN}`;
        res.end('changed');
      },
      half: (_req, res) => {
        res.writeHead(200);
        res.write('half');
        throw new Error('in the middle');
      },
    };
    let builder = createApp({ auth: site.auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('home'))
      .withApp('/twice', twice as never);
    for (const [name, app] of Object.entries(apps)) builder = builder.withApp(`/${name}`, app);
    site.server = await builder.build().listen(0);
    const http = supertest(`http://127.0.0.1:${portOf(site.server)}`);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const hanging = http.get('/hangs/x').set(headers).timeout(300);
    const answers = await Promise.allSettled([
      hanging,
      ...['throws', 'rejects', 'late', 'changes', 'half', 'twice'].map((name) => http.get(`/${name}/x`).set(headers)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 'failed'))).toEqual([
      'failed',
      500,
      500,
      200,
      200,
      'failed',
      200,
    ]);
    expect((await http.get('/').set(headers)).text).toBe('home');
    for (const name of [...Object.keys(apps), 'twice']) expect((await http.get(`/${name}/x`)).status).toBe(401);
  });
});
