import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import {
  ADA,
  type CertificateKind,
  type Directory,
  describeWithSlapd,
  SERVICE,
  startDirectory,
  startWire,
  type Wire,
} from '@doorward/test-directory';
import { afterEach, expect, it } from '@jest/globals';
import type { LdapOptions } from '../src/options.ts';
import { closeDirectories, givenDirectory, optionsFor } from './fixture/given-directory.ts';
import {
  type OddAnswers,
  type OddDirectory,
  result,
  startOddDirectory,
  startTlsWorks,
} from './fixture/odd-directory.ts';

const TYPESCRIPT = '@doorward/tooling/typescript';

const attempt = { name: ADA.uid, password: ADA.password };

describeWithSlapd('a directory behind TLS', (program) => {
  let slapd: Directory | undefined;
  let wire: Wire | undefined;
  let odd: OddDirectory | undefined;

  afterEach(async () => {
    await closeDirectories();
    for (const each of [slapd, wire, odd]) await each?.close();
    [slapd, wire, odd] = [undefined, undefined, undefined];
  });

  /** A directory with everything that is sent to it on record, by both ways to encrypt. */
  async function given(certificate: CertificateKind | null, kind: 'ldaps' | 'startTls') {
    slapd = await startDirectory(program, { certificate });
    const port = kind === 'ldaps' ? Number(new URL(slapd.tlsUrl).port) : slapd.port;
    wire = await startWire(port);
    const url = `${kind === 'ldaps' ? 'ldaps' : 'ldap'}://127.0.0.1:${wire.port}`;
    const options: Partial<LdapOptions> = { startTls: kind === 'startTls', tls: { ca: slapd.ca } };
    return givenDirectory({ url }, options);
  }

  function expectNoPassword(): void {
    const sent = wire?.sent().toString('latin1') ?? '';
    expect(sent).not.toBe('');
    for (const password of [ADA.password, SERVICE.password]) expect(sent).not.toContain(password);
  }

  it.each(['ldaps', 'startTls'] as const)(
    'signs in by %s, and no password is read on the way (D5, F22)',
    async (kind) => {
      const directory = await given('good', kind);
      expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
      expect(await directory.authenticate({ ...attempt, password: 'wrong' })).toBeNull();
      expectNoPassword();
    },
  );

  it.each(
    (['wrong-name', 'expired', 'self-signed'] as const).flatMap((certificate) => [
      [certificate, 'ldaps'] as const,
      [certificate, 'startTls'] as const,
    ]),
  )('says nothing to a server whose certificate is %s, by %s (D5, F22)', async (certificate, kind) => {
    const directory = await given(certificate, kind);
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/untrusted' });
    expectNoPassword();
    expect((await slapd?.operations())?.filter((line) => line.includes('BIND'))).toEqual([]);
  });

  it('checks certificates whatever NODE_TLS_REJECT_UNAUTHORIZED says (D5)', async () => {
    slapd = await startDirectory(program, { certificate: 'self-signed' });
    const options = optionsFor({ url: slapd.tlsUrl }, { tls: { ca: slapd.ca } });
    // Node reads the variable of a process, of which the test runner has a copy.
    const code = `
      import { createLdapDirectory } from '@doorward/ldap';
      const directory = createLdapDirectory(${JSON.stringify(options)});
      await directory.authenticate(${JSON.stringify(attempt)}).then(console.log, ({ code }) => console.log(code));
      await directory.close();
    `;
    const args = ['--import', TYPESCRIPT, '--conditions', 'source', '--input-type', 'module', '--eval', code];
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: import.meta.dirname });
    expect(stdout.trim()).toBe('ldap/untrusted');
  });

  it('trusts nobody but the authority that is given, and takes it from a file too', async () => {
    slapd = await startDirectory(program);
    const unknown = givenDirectory({ url: slapd.tlsUrl });
    await expect(unknown.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/untrusted' });
    const known = givenDirectory({ url: slapd.tlsUrl }, { tls: { caFile: slapd.caFile } });
    expect(await known.authenticate(attempt)).toMatchObject({ username: 'ada' });
  });

  it('says nothing to a server that refuses StartTLS (D5, F22)', async () => {
    const directory = await given(null, 'startTls');
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/untrusted' });
    expectNoPassword();
  });

  it.each<[string, OddAnswers]>([
    ['says yes and goes on in clear', { startTls: startTlsWorks }],
    [
      'says yes and that the bind worked',
      { startTls: (id) => Buffer.concat([startTlsWorks(id), result(id + 1, 0x60, 0)]) },
    ],
    ['says that it does not know it', {}],
    ['says something else', { startTls: () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }],
  ])('says nothing where somebody on the way strips TLS: he %s (D5, F22)', async (_kind, answers) => {
    odd = await startOddDirectory(answers);
    const directory = givenDirectory(odd, { startTls: true, timeoutMs: 3_000 });
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({
      code: expect.stringMatching(/^ldap\/(?:untrusted|unreachable)$/),
    });
    expect(odd.seen.filter((line) => line.startsWith('bind'))).toEqual([]);
  });

  it('forgets what came in clear behind the answer to StartTLS (D5)', async () => {
    slapd = await startDirectory(program);
    // An answer to the bind that is to come: it worked, and the true answer is the text of its message.
    const forged = Buffer.from('301a0201036115' + '0a01000400040e', 'hex');
    wire = await startWire(slapd.port, (chunk) => (chunk[5] === 0x78 ? Buffer.concat([chunk, forged]) : chunk));
    const url = `ldap://127.0.0.1:${wire.port}`;
    const directory = givenDirectory({ url }, { startTls: true, tls: { ca: slapd.ca } });
    const outcome = async (given: typeof attempt) => {
      try {
        return (await directory.authenticate(given))?.username ?? null;
      } catch {
        // Where it arrives late it is taken for TLS, which it is not.
        return 'refused';
      }
    };
    expect([null, 'refused']).toContain(await outcome({ ...attempt, password: 'wrong' }));
    expect(['ada', 'refused']).toContain(await outcome(attempt));
    expectNoPassword();
  });

  it('says nothing to what speaks no TLS at all', async () => {
    const server = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('hello\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const directory = givenDirectory({ url: `ldaps://127.0.0.1:${port}` });
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/untrusted' });
    await new Promise((resolve) => server.close(resolve));
  });
});
