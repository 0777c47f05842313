/**
 * The names of an account that is made for somebody: as he is called at the source, unless somebody here is called so.
 */

import { randomBytes } from 'node:crypto';
import type { DurableWriter, Identity } from '@doorward/core';
import { type CheckedProfile, checkProfile } from '../users/profile.ts';

/** Ada, Ada-2, … Ada-9, and then one that is nobody's. */
const MAX_NUMBER = 9;

/**
 * Without e-mail address: it is a name that people sign in by, and what a source says of it proves nothing.
 */
export async function freeProfile(
  writer: Pick<DurableWriter, 'userBy'>,
  source: string,
  identity: Identity,
): Promise<CheckedProfile> {
  for (const username of candidates(source, identity)) {
    const profile = profileOf(username, identity.name ?? null) ?? profileOf(username, null);
    if (profile === null) continue;
    const owners = await Promise.all(profile.identifiers.map((name) => writer.userBy(name)));
    if (owners.every((owner) => owner === null)) return profile;
  }
  throw new Error(`no username is free for a newcomer of ${source}`);
}

function* candidates(source: string, { username, name }: Identity): Generator<string> {
  // A username with "@" would be somebody's address.
  const called = (username ?? name ?? '').split('@', 1)[0]?.trim() ?? '';
  if (called !== '') {
    yield called;
    for (let number = 2; number <= MAX_NUMBER; number += 1) yield `${called}-${number}`;
  }
  // Of the subject it could be guessed, and taken by somebody who signs up.
  yield `${source}-${randomBytes(8).toString('hex')}`;
}

/** `null` for what no user can be called. */
function profileOf(username: string, displayName: string | null): CheckedProfile | null {
  try {
    return checkProfile({ username, email: null, displayName });
  } catch {
    return null;
  }
}
