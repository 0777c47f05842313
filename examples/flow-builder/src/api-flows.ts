/**
 * Flows by the API: everybody has his own, superusers too. The id of somebody else's is no id.
 */

import { type Answer, type Call, json, readJson } from './call.ts';
import { ApiError } from './errors.ts';
import { readFlow } from './flow.ts';
import { flows } from './flows.ts';

/** Whose flows a request is about. @throws TypeError on a public path. */
export function ownerOf({ auth: { principal } }: Call): string {
  if (principal === null) throw new TypeError('flows are behind the login');
  return principal.subject;
}

export async function listFlows(call: Call): Promise<Answer> {
  return json(200, await flows.list(ownerOf(call)));
}

export async function createFlow(call: Call): Promise<Answer> {
  const { name, description = '', data = { nodes: [], edges: [] } } = readFlow(await readJson(call.message));
  if (name === undefined) throw new ApiError(422, 'name: is required.');
  return json(201, await flows.create(ownerOf(call), { name, description, data }));
}

export async function getFlow(call: Call): Promise<Answer> {
  return json(200, await flows.get(ownerOf(call), call.id).then(found));
}

export async function updateFlow(call: Call): Promise<Answer> {
  const change = readFlow(await readJson(call.message));
  return json(200, await flows.update(ownerOf(call), call.id, change).then(found));
}

export async function deleteFlow(call: Call): Promise<Answer> {
  if (!(await flows.delete(ownerOf(call), call.id))) throw new ApiError(404, 'Flow not found');
  return json(200, { message: 'Flow deleted successfully' });
}

function found<T>(flow: T | null): T {
  if (flow === null) throw new ApiError(404, 'Flow not found');
  return flow;
}
