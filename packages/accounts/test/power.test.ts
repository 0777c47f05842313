/**
 * Nobody gets more than somebody could give him, whatever users do to each other in any order.
 */

import type { UserRecord } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { problemOf, type RoleSet, roleSets } from '../src/index.ts';
import { isWithin, type Power, powerOf, reaches } from './fixture/model.ts';
import { runs } from './fixture/random.ts';
import { anyRoleSet } from './fixture/role-sets.ts';
import { ACTION_OF, createWorld, type Done, doubledNames, type Step, steps, type Users } from './fixture/world.ts';

describe('whatever users do to each other (property, L12, L13, A14, A16, A70)', () => {
  it.each(Object.entries(roleSets))('holds with the roles of %s', async (_name, set) => {
    await fc.assert(
      fc.asyncProperty(steps, (list) => checked(set, list)),
      runs(60),
    );
  });

  it('holds with any other roles', async () => {
    await fc.assert(fc.asyncProperty(anyRoleSet, steps, checked), runs(150));
  });
});

async function checked(set: RoleSet, list: readonly Step[]): Promise<void> {
  const world = await createWorld(set);
  for (const step of list) {
    const done = await world.take(step);
    expect(broken(set, done)).toEqual([]);
  }
}

/** Which promises the step broke. */
function broken(set: RoleSet, done: Done): readonly string[] {
  const { before, after, error } = done;
  const owners = [...after.values()].filter(({ roles, status }) => roles.includes(set.owner) && status === 'active');
  return [
    ...(owners.length === 0 ? ['no owner is left'] : []),
    ...doubledNames(after).map((name) => `two are named ${name}`),
    ...(error === null || problemOf(error) !== null ? [] : [`no fault of ours: ${String(error)}`]),
    ...(error === null ? abused(set, done) : isSame(before, after) ? [] : ['what was refused was done']),
    ...wronglySignedIn(done),
  ];
}

/** Success that the actor had no right to. */
function abused(set: RoleSet, { step, actor, on, before, after, listed }: Done): readonly string[] {
  const self = actor.principal.subject;
  const held = before.get(self)?.roles.filter((role) => actor.principal.roles.includes(role)) ?? [];
  const isThere = before.get(self)?.status === 'active';
  const power: Power = isThere ? powerOf(set, held) : powerOf(set, []);
  const reached = (id: string, action: 'read' | 'update' | 'delete') =>
    reaches(power, action, before.get(id)?.roles ?? []);
  const action = ACTION_OF[step.doing];
  const problems: string[] = [];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  for (const id of changed) {
    const [was, is] = [before.get(id), after.get(id)];
    const isOwn = step.doing === 'own' || step.doing === 'password';
    const isMeant = was === undefined || id === (isOwn ? self : on);
    if (!isMeant) problems.push('somebody else was changed');
    problems.push(...wronglyGiven(set, power, step.doing, was, is));
    if (id === self && (is === undefined || is.status !== 'active')) problems.push('shut himself out');
    if (isOwn && !isThere) problems.push('changed his account when it was closed');
  }
  if (action !== undefined && !reached(on, action as 'read')) problems.push(`${action} without the right`);
  if (step.doing === 'create' && !(power.may.has('create') && power.whose.size > 0)) problems.push('create');
  // Who sets the password of another, or gets the link to, can be the other.
  const isTaken = step.doing === 'update' || step.doing === 'reset';
  if (isTaken && !isWithin(powerOf(set, before.get(on)?.roles ?? []), power))
    problems.push('took over a mightier user');
  if (listed !== null) {
    const visible = [...before.keys()].filter((id) => reached(id, 'read'));
    if (visible.sort().join() !== [...listed].sort().join()) problems.push('listed others than he may see');
  }
  return problems;
}

function wronglyGiven(
  set: RoleSet,
  power: Power,
  doing: Step['doing'],
  was: UserRecord | undefined,
  is: UserRecord | undefined,
): readonly string[] {
  if (is === undefined) return [];
  const moved = [
    ...is.roles.filter((role) => !was?.roles.includes(role)),
    ...(was?.roles ?? []).filter((role) => !is.roles.includes(role)),
  ];
  if (doing === 'sign-up') return moved.filter((role) => role !== set.newcomer);
  if (doing !== 'create' && doing !== 'update') return moved;
  return moved.filter((role) => !isWithin(powerOf(set, [role]), power)).map((role) => `gave or took ${role}`);
}

/** A session lives exactly as long as what it stands for. */
function wronglySignedIn({ step, on, actor, before, after, error, sessions }: Done): readonly string[] {
  return [...sessions].flatMap(([id, lives]) => {
    const [was, is] = [before.get(id), after.get(id)];
    const isEnded = step.doing === 'end' && error === null && id === on;
    const stays = !isEnded && is?.status === 'active' && was !== undefined && essence(was) === essence(is);
    return lives === stays
      ? []
      : [`${id === actor.principal.subject ? 'own' : 'another'} session ${lives ? 'lives' : 'ended'}`];
  });
}

const essence = ({ roles, status, passwordHash, mustChangePassword }: UserRecord): string =>
  JSON.stringify([[...roles].sort(), status, passwordHash, mustChangePassword]);

const isSame = (before: Users, after: Users): boolean => JSON.stringify([...before]) === JSON.stringify([...after]);
