/**
 * What a route asks for, in the forms in which people write it.
 */

import type { MaybePromise } from '../maybe-promise.ts';
import type { Policy } from './policy.ts';

/** Permissions that depend on the request, such as on the object in its path; `null`: none is needed. */
export type PermissionOf<R> = (request: R) => MaybePromise<string | readonly string[] | null>;

/** A permission, any one of several, or what a function makes of the request. */
export type PermissionDemand<R> = string | { readonly any: readonly string[] } | PermissionOf<R>;

/** A policy, or what it is for a request. */
export type PolicyFor<R> = Policy | ((request: R) => MaybePromise<Policy>);

/** Every one of the demands. @throws TypeError for one that asks for nothing: it would let everybody in. */
export function permissionPolicy<R>(demands: readonly PermissionDemand<R>[]): PolicyFor<R> {
  if (demands.length === 0) throw new TypeError('requirePermission: name a permission, such as "reports:read".');
  const fixed: Policy = { all: demands.flatMap((demand) => (typeof demand === 'function' ? [] : [policyOf(demand)])) };
  const functions = demands.filter((demand) => typeof demand === 'function');
  if (functions.length === 0) return fixed;
  return (request) =>
    joined(
      fixed,
      functions.map((permissionOf) => permissionOf(request)),
    );
}

function policyOf(demand: string | { readonly any: readonly string[] }): Policy {
  if (typeof demand === 'string') return { permissions: [demand] };
  if (demand.any.length > 0) return { any: demand.any };
  throw new TypeError('requirePermission: any of no permissions is nothing. Name some.');
}

type Answer = Awaited<ReturnType<PermissionOf<never>>>;

function joined(fixed: Policy, answers: readonly MaybePromise<Answer>[]): MaybePromise<Policy> {
  const join = (settled: readonly Answer[]): Policy => ({
    all: [fixed, { permissions: settled.flatMap(assertAnswer) }],
  });
  return answers.some((answer) => answer instanceof Promise)
    ? Promise.all(answers).then(join)
    : join(answers as readonly Answer[]);
}

/** A function that forgot to answer must not let everybody in. */
function assertAnswer(answer: Answer | undefined): readonly string[] {
  if (answer === undefined)
    throw new TypeError('requirePermission: the function answered undefined. Answer null for no permission.');
  return answer === null ? [] : [answer].flat();
}
