import { describe, expect, it } from '@jest/globals';
import { ANYONE, createOpenMode } from '../src/open-mode.ts';
import { viewOf } from './fixture/view.ts';

const LOCAL_PEERS = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'];
const OTHER_PEERS = ['10.0.0.1', '192.168.1.5', '::ffff:10.0.0.1', 'fe80::1', '0.0.0.0', '', undefined];
const LOCAL_HOSTS = ['localhost', 'localhost:2718', '127.0.0.1:80', '[::1]', 'app.localhost'];
const OTHER_HOSTS = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', undefined];
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

describe('authentication switched off', () => {
  const open = createOpenMode({ openToNetwork: false, everybody: () => ANYONE });
  const isLetIn = (peer: string | undefined, headers: Readonly<Record<string, string | undefined>>): boolean =>
    open(viewOf('/', { remoteAddress: peer, headers })) !== null;

  it('lets in where peer, Host and the absence of a forwarding header all say "this machine" (decision 11, L15)', () => {
    for (const peer of LOCAL_PEERS)
      for (const host of LOCAL_HOSTS) expect([peer, host, isLetIn(peer, { host })]).toEqual([peer, host, true]);
  });

  it('lets nobody in where one of the three does not (decision 11, L15)', () => {
    for (const peer of OTHER_PEERS)
      for (const host of LOCAL_HOSTS) expect([peer, host, isLetIn(peer, { host })]).toEqual([peer, host, false]);
    for (const peer of LOCAL_PEERS)
      for (const host of OTHER_HOSTS) expect([peer, host, isLetIn(peer, { host })]).toEqual([peer, host, false]);
    for (const name of FORWARDED)
      for (const value of ['127.0.0.1', ''])
        expect([name, isLetIn('127.0.0.1', { host: 'localhost', [name]: value })]).toEqual([name, false]);
  });

  it('lets everybody in with the second switch', () => {
    const network = createOpenMode({ openToNetwork: true, everybody: () => ANYONE });
    expect(
      network(viewOf('/', { remoteAddress: '10.0.0.1', headers: { host: 'tools.example', via: 'x' } })),
    ).toMatchObject({ principal: { subject: 'anyone' } });
  });
});
