import { createKeyRing } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { doorward, run } from './fixture/command.ts';

describe('doorward secret', () => {
  it('prints 256 random bits that the key ring takes, and the hint elsewhere', async () => {
    const [one, two] = await Promise.all([run(['secret']), run(['secret'])]);
    for (const { code, stdout, stderr } of [one, two]) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[\w-]{43}\n$/);
      expect(stderr).toContain('DOORWARD_SECRET');
      expect(stderr).not.toContain(stdout.trim());
      expect(createKeyRing([stdout.trim()]).configured).toBe(true);
    }
    expect(one.stdout).not.toBe(two.stdout);
  });

  it('prints it as JSON too', async () => {
    expect(JSON.parse(await doorward(['secret', '--json']))).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/) });
  });

  it('opens no store, whatever the variables say', async () => {
    const { code } = await run(['secret'], { env: { DOORWARD_DATA_FOLDER: '/nowhere', DOORWARD_DATABASE_URL: 'x' } });
    expect(code).toBe(0);
  });
});
