/**
 * Nobody gets a credential with more than he holds, by keys and users in any order; and no key makes another.
 */

import type { Principal } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KEY_METHOD, problemOf, type RoleSet, roleSets } from '../../src/index.ts';
import { createKeyWorld, type KeyDone, type KeyStep, keySteps, type Snapshot } from '../fixture/key-world.ts';
import { isWithin, type Power, powerOfPrincipal, reaches } from '../fixture/model.ts';
import { runs } from '../fixture/random.ts';
import { anyRoleSet } from '../fixture/role-sets.ts';

describe('whatever users and keys do to each other (property, L12, L13, L14)', () => {
  it.each(Object.entries(roleSets))('holds with the roles of %s', async (_name, set) => {
    await fc.assert(
      fc.asyncProperty(keySteps, (list) => checked(set, list)),
      runs(100),
    );
  });

  it('holds with any other roles', async () => {
    await fc.assert(fc.asyncProperty(anyRoleSet, keySteps, checked), runs(300));
  });
});

async function checked(set: RoleSet, list: readonly KeyStep[]): Promise<void> {
  const world = await createKeyWorld(set);
  for (const step of list) {
    const done = await world.take(step);
    expect({ step, problems: broken(set, done) }).toEqual({ step, problems: [] });
  }
}

/** Which promises the step broke. */
function broken(set: RoleSet, done: KeyDone): readonly string[] {
  const { error, before, after } = done;
  if (error !== null && problemOf(error) === null) return [`no fault of ours: ${String(error)}`];
  if (error !== null) return isSame(before, after) ? [] : ['what was refused was done'];
  return [...wronglyGained(set, done), ...wronglyChanged(set, done), ...wronglySeen(set, done)];
}

/** What somebody is at this moment, and not what he was when his request began. */
function powerOf(set: RoleSet, { current, actor }: KeyDone): Power {
  const none = powerOfPrincipal(set, { roles: [], permissions: [] });
  if (current === null) return none;
  const [now, then] = [powerOfPrincipal(set, current), powerOfPrincipal(set, actor.principal)];
  const both = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> =>
    new Set([...a].filter((each) => b.has(each)));
  return { meets: both(now.meets, then.meets), may: both(now.may, then.may), whose: both(now.whose, then.whose) };
}

function wronglyGained(set: RoleSet, done: KeyDone): readonly string[] {
  const power = powerOf(set, done);
  return done.gained
    .filter((principal) => !isWithin(powerOfPrincipal(set, principal), power))
    .map((principal) => `gained more than he holds: ${describePrincipal(principal)}`);
}

function wronglyChanged(set: RoleSet, done: KeyDone): readonly string[] {
  const { actor, before, after, current } = done;
  const power = powerOf(set, done);
  const self = actor.principal.subject;
  const isKey = actor.principal.method === KEY_METHOD;
  const problems: string[] = [];
  for (const id of new Set([...before.keys.keys(), ...after.keys.keys()])) {
    const [was, is] = [before.keys.get(id), after.keys.get(id)];
    if (was === is) continue;
    const owner = (was ?? is)?.owner ?? null;
    // Keys go with their owner, whoever deletes him.
    if (is === undefined && owner !== null && !after.users.has(owner)) continue;
    if (isKey) problems.push('a key managed a key');
    if (current === null) problems.push('somebody managed keys who was over');
    const mayUpdate = owner !== null && reaches(power, 'update', before.users.get(owner)?.roles ?? []);
    if (owner === null ? !power.may.has('keys') : owner !== self && !mayUpdate)
      problems.push('changed a key out of reach');
    if (was === undefined && owner !== null && owner !== self) problems.push('made a key of somebody else');
    if (was !== undefined && is !== undefined && essence(was) !== essence(is)) problems.push('gave a key other rights');
  }
  const [was, is] = [before.users.get(self), after.users.get(self)];
  if (isKey && was !== is) problems.push('a key changed the account of its owner');
  return problems;
}

function wronglySeen(set: RoleSet, done: KeyDone): readonly string[] {
  const power = powerOf(set, done);
  return done.seen
    .map((id) => done.before.keys.get(id)?.owner ?? null)
    .filter((owner) => owner !== done.actor.principal.subject)
    .filter((owner) =>
      owner === null ? !power.may.has('keys') : !reaches(power, 'read', done.before.users.get(owner)?.roles ?? []),
    )
    .map((owner) => `saw a key of ${owner ?? 'nobody'}`);
}

const essence = ({ owner, roles, permissions }: { owner: unknown; roles: unknown; permissions: unknown }): string =>
  JSON.stringify([owner, roles, permissions]);

const describePrincipal = ({ subject, roles, permissions }: Principal): string =>
  JSON.stringify({ subject, roles, permissions });

const isSame = (before: Snapshot, after: Snapshot): boolean =>
  JSON.stringify([[...before.users], [...before.keys]]) === JSON.stringify([[...after.users], [...after.keys]]);
