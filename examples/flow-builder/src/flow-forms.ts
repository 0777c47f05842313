/**
 * What the forms of the pages do. Doorward lets a form of another site not get here with a cookie.
 */

import { randomUUID } from 'node:crypto';
import { ownerOf } from './api-flows.ts';
import { type Answer, type Call, readForm, redirect } from './call.ts';
import { ApiError } from './errors.ts';
import { type Flow, type FlowData, isKind, MAX_STEPS, readText } from './flow.ts';
import { STEP } from './flow-drawing.ts';
import { flows } from './flows.ts';
import { place, TEMPLATES } from './templates.ts';

/** `POST /flows` with a name and what to begin with. */
export async function newFlow(call: Call): Promise<Answer> {
  const form = await readForm(call.message);
  const template = form.get('template') ?? 'blank';
  const { name, description, data } = TEMPLATES[Object.hasOwn(TEMPLATES, template) ? (template as 'blank') : 'blank'];
  const chosen = form.get('name')?.trim() ? readText(form.get('name'), 'name', 128) : name;
  const { id } = await flows.create(ownerOf(call), { name: chosen, description, data });
  return redirect(call.auth.link(`/flow/${id}`));
}

/** `POST /flow/{id}` with another name. */
export async function changeFlow(call: Call): Promise<Answer> {
  const form = await readForm(call.message);
  const name = readText(form.get('name'), 'name', 128);
  const description = readText(form.get('description') ?? '', 'description', 1_000, 0);
  return shown(call, await flows.update(ownerOf(call), call.id, { name, description }));
}

/** `POST /flow/{id}/steps` with kind, label, and the step before. */
export async function addStep(call: Call): Promise<Answer> {
  const form = await readForm(call.message);
  const type = form.get('type');
  if (!isKind(type)) throw new ApiError(422, 'type: choose a kind of step.');
  const label = readText(form.get('label'), 'label', 60);
  const flow = await flows.get(ownerOf(call), call.id);
  if (flow === null) return shown(call, null);
  if (flow.data.nodes.length >= MAX_STEPS) throw new ApiError(422, `A flow has at most ${MAX_STEPS} steps.`);
  const node = place(0, 0, type, label, randomUUID());
  const data = joined(flow.data, node, form.get('after') ?? '');
  return shown(call, await flows.update(ownerOf(call), call.id, { data }));
}

/** `POST /flow/{id}/delete`. */
export async function removeFlow(call: Call): Promise<Answer> {
  if (!(await flows.delete(ownerOf(call), call.id))) return shown(call, null);
  return redirect(call.auth.link('/flows'));
}

/** Right of the step before it, below whatever stands there; without one, below everything. */
function joined({ nodes, edges }: FlowData, node: FlowData['nodes'][number], after: string): FlowData {
  const before = nodes.find(({ id }) => id === after);
  const x = before === undefined ? 0 : before.position.x + STEP.width + STEP.gapX;
  const isTaken = (y: number): boolean =>
    nodes.some(({ position }) => Math.abs(position.x - x) < STEP.width && Math.abs(position.y - y) < STEP.height);
  let y = before?.position.y ?? 0;
  while (isTaken(y)) y += STEP.height + STEP.gapY;
  return {
    nodes: [...nodes, { ...node, position: { x, y } }],
    edges: before === undefined ? edges : [...edges, { source: before.id, target: node.id }],
  };
}

function shown(call: Call, flow: Flow | null): Answer {
  if (flow === null) throw new ApiError(404, 'Flow not found');
  return redirect(call.auth.link(`/flow/${flow.id}`));
}
