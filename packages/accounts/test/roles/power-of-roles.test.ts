/**
 * Nobody gets more by a role than the one who made, changed or gave it held, whatever people do with roles.
 */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { problemOf } from '../../src/index.ts';
import { isWithin, type Power } from '../fixture/model.ts';
import { runs } from '../fixture/random.ts';
import { createRoleWorld, type RoleState, type RoleStep, roleSteps } from '../fixture/role-world.ts';

describe('whatever people do with roles (property, L12, L13)', () => {
  it('nobody gets more than the one held who did it', async () => {
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(roleSteps, async (steps) => {
        const world = await createRoleWorld();
        for (const step of steps) {
          const before = await world.state();
          const { actor, error } = await world.take(step);
          const after = await world.state();
          expect(error === null || problemOf(error) !== null ? [] : [`no fault of ours: ${String(error)}`]).toEqual([]);
          expect(broken(step, before, after, before.powers.get(actor) as Power)).toEqual([]);
          if (error !== null) expect(after).toMatchObject({ stored: before.stored });
          else succeeded += 1;
          expect(await differentInFact(world.given, after)).toEqual([]);
        }
      }),
      runs(600),
    );
    expect(succeeded).toBeGreaterThan(400);
  });
});

/** Which promises the step broke. */
function broken(step: RoleStep, before: RoleState, after: RoleState, actor: Power): readonly string[] {
  const problems: string[] = [];
  for (const [id, power] of after.powers) {
    const was = before.powers.get(id) as Power;
    const gained = {
      meets: new Set([...power.meets].filter((each) => !was.meets.has(each))),
      may: new Set([...power.may].filter((each) => !was.may.has(each))),
      whose: new Set([...power.whose].filter((each) => !was.whose.has(each))),
    };
    if (!isWithin(gained, actor)) problems.push(`${id} got more than the actor holds`);
    if (step.doing !== 'give' && gained.may.size > 0) problems.push(`${id} got rights over users by a custom role`);
  }
  if (before.stored === after.stored) return problems;
  if (!actor.may.has('roles')) problems.push('roles were changed without the right to');
  for (const state of [before, after]) {
    if (!isWithin(state.powerOfRole(step.name), actor))
      problems.push('a role was changed that holds more than the actor');
  }
  return problems;
}

/** Users whose principal meets something else than what is stored says. */
async function differentInFact(
  given: Awaited<ReturnType<typeof createRoleWorld>>['given'],
  { powers }: RoleState,
): Promise<readonly string[]> {
  const odd: string[] = [];
  for (const [id, power] of powers) {
    const { principal } = await given.actor(id);
    const may = given.roles.authorityOf(principal).may;
    const isSame = may.size === power.may.size && meets(principal.permissions).every((each) => power.meets.has(each));
    if (!isSame) odd.push(id);
  }
  return odd;
}

const meets = (permissions: readonly string[]): readonly string[] =>
  permissions.filter((each) => !each.includes('*') && each.split(':').length === 2);
