/**
 * A provider of many tenants that share addresses and keys: Entra ID, by its own addresses, of which the library knows
 * how to let everybody in. One tenant is let in, and no other.
 */

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { errorOf, type GivenSignIn, givenSignIn } from './fixture/given-sign-in.ts';

const ENTRA = 'https://login.microsoftonline.com';
const [OURS, THEIRS] = ['72f988bf-86f1-41af-91ab-2d7cd011db47', '9188040d-6c67-4b5b-b112-36a304b66dad'];
const METADATA = '/.well-known/openid-configuration';
const { fetch } = globalThis;
const refusal = { code: 'oidc/answer-refused' };

const issuerOf = (tenant: string): string => `${ENTRA}/${tenant}/v2.0`;

afterEach(() => {
  jest.restoreAllMocks();
});

/** `tenant` stands in the issuer of the option, `at` in the address of the metadata, `says` in the issuer there. */
async function given(tenant: string, at: string = tenant, says: string = tenant): Promise<GivenSignIn> {
  const made = await givenSignIn({ issuer: issuerOf(tenant), discoveryUrl: issuerOf(at) + METADATA });
  const { odd } = made;
  odd.metadata = { issuer: issuerOf(says) };
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    return fetch(String(url) === issuerOf(at) + METADATA ? odd.issuer + METADATA : url, init);
  });
  return made;
}

describe('a tenant of many', () => {
  it('signs in its own people, and nobody whom another tenant vouches for (T16)', async () => {
    const { odd, signIn } = await given(OURS);
    odd.claims = { iss: issuerOf(OURS), tid: OURS };
    expect(await signIn()).toMatchObject({ kind: 'identified', identity: { subject: '4711' } });
    for (const [iss, tid] of [
      [issuerOf(THEIRS), THEIRS],
      [issuerOf(THEIRS), OURS],
      [issuerOf('common'), OURS],
      [issuerOf('{tenantid}'), OURS],
    ]) {
      odd.claims = { iss, tid };
      expect([iss, await errorOf(signIn())]).toEqual([iss, expect.objectContaining(refusal)]);
    }
  });

  it('cannot be all of them: their metadata name no issuer, and that stops the start (T16)', async () => {
    for (const tenant of ['common', 'organizations', OURS]) {
      const { provider } = await given(tenant, 'common', '{tenantid}');
      expect(await errorOf(Promise.resolve(provider.check?.()))).toMatchObject({ ...refusal, option: 'oidc.issuer' });
    }
  });

  it('is not whichever the token names, where the option has the template of them (T16)', async () => {
    const { odd, signIn } = await given('{tenantid}', 'common');
    for (const tid of [OURS, THEIRS]) {
      odd.claims = { iss: issuerOf(tid), tid };
      expect(await errorOf(signIn())).toMatchObject(refusal);
    }
  });
});
