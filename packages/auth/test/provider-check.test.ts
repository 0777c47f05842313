import { AuthError, type Provider } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createAuth } from '../src/index.ts';

function providerThat(check: NonNullable<Provider['check']>, id = 'acme'): Provider {
  return {
    id,
    name: id.toUpperCase(),
    check,
    begin: () => ({ url: 'https://login.example' }),
    finish: () => ({ kind: 'declined', reason: '' }),
  };
}

async function start(...providers: readonly Provider[]): Promise<readonly string[]> {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (line: string) => warnings.push(line) };
  const auth = await createAuth({ publicUrl: 'https://own.example', providers, log }, {});
  await auth.close();
  return warnings;
}

describe('a provider, at the start (decision 20)', () => {
  it('that is well says nothing', async () => {
    expect((await start(providerThat(() => 'well'))).filter((line) => line.includes('ACME'))).toEqual([]);
  });

  it('that is away stops nothing, and is named', async () => {
    const warnings = await start(
      providerThat(() => 'away'),
      providerThat(() => 'well', 'other'),
    );
    expect(warnings).toContain('Doorward: ACME does not answer now. Signing in there waits until it does.');
    expect(warnings.join()).not.toContain('OTHER');
  });

  it('that is misconfigured stops the start with its own words', async () => {
    const wrong = new AuthError('acme/options-invalid', 'acme.issuer is another one. Correct it.');
    const started = start(providerThat(() => Promise.reject(wrong)));
    await expect(started).rejects.toBe(wrong);
  });
});
