/**
 * casbin: role-based access control, a policy for each permission of one role.
 *
 * @see https://casbin.org/docs/supported-models
 */

import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';

const MODEL = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`;

/** @param {number} count */
export async function checksOf(count) {
  const policies = Array.from({ length: count }, (_, i) => `p, member, agents-${i}, execute`);
  const enforcer = await newEnforcer(
    newModelFromString(MODEL),
    new StringAdapter([...policies, 'g, ada, member'].join('\n')),
  );
  return {
    exact: { check: () => enforcer.enforceSync('ada', `agents-${count - 1}`, 'execute'), wanted: true },
    refused: { check: () => enforcer.enforceSync('ada', 'agents-0', 'delete'), wanted: false },
  };
}
