/**
 * What a flow is: steps, and what leads from one to the next.
 */

import { ApiError } from './errors.ts';

/** Every kind of step, with the name that people see. */
export const KINDS = {
  input: 'Chat input',
  documents: 'Documents',
  prompt: 'Prompt',
  model: 'Language model',
  tool: 'Tool',
  output: 'Chat output',
} as const;

export type Kind = keyof typeof KINDS;

export interface FlowNode {
  readonly id: string;
  readonly type: Kind;
  readonly position: { readonly x: number; readonly y: number };
  readonly data: { readonly label: string };
}

export interface FlowEdge {
  readonly source: string;
  readonly target: string;
}

export interface FlowData {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export interface FlowInput {
  readonly name: string;
  readonly description: string;
  readonly data: FlowData;
}

/** As it is kept, and as the API answers with it. */
export interface Flow extends FlowInput {
  readonly id: string;
  readonly user_id: string;
  readonly updated_at: string;
}

export const MAX_STEPS = 100;

/** The members of a body that belong to a flow; whatever else it holds is left out. @throws ApiError 422. */
export function readFlow(body: Readonly<Record<string, unknown>>): Partial<FlowInput> {
  const { name, description, data } = body;
  return {
    ...(name === undefined ? {} : { name: readText(name, 'name', 128) }),
    ...(description === undefined ? {} : { description: readText(description, 'description', 1_000, 0) }),
    ...(data === undefined ? {} : { data: readData(data) }),
  };
}

export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}

/** Trimmed. @throws ApiError 422 for what is no text, empty, or too long. */
export function readText(value: unknown, name: string, most: number, least = 1): string {
  const text = typeof value === 'string' ? value.trim() : null;
  if (text !== null && text.length >= least && text.length <= most) return text;
  throw new ApiError(422, `${name}: write a text of ${least} to ${most} characters.`);
}

function readData(value: unknown): FlowData {
  const { nodes, edges } = objectOf(value, 'data');
  if (!Array.isArray(nodes) || !Array.isArray(edges) || nodes.length > MAX_STEPS || edges.length > 4 * MAX_STEPS) {
    throw new ApiError(422, `data: give lists of nodes (at most ${MAX_STEPS}) and edges.`);
  }
  const read = nodes.map(readNode);
  const ids = new Set(read.map(({ id }) => id));
  if (ids.size !== read.length) throw new ApiError(422, 'data.nodes: two nodes have the same id.');
  return { nodes: read, edges: edges.map((edge: unknown) => readEdge(edge, ids)) };
}

function readNode(value: unknown): FlowNode {
  const { id, type, position, data } = objectOf(value, 'data.nodes');
  const { x, y } = objectOf(position, 'data.nodes.position');
  if (!isKind(type)) throw new ApiError(422, `data.nodes.type: one of ${Object.keys(KINDS).join(', ')}.`);
  const label = readText(objectOf(data, 'data.nodes.data')['label'], 'data.nodes.data.label', 60);
  return {
    id: readText(id, 'data.nodes.id', 60),
    type,
    position: { x: readPlace(x), y: readPlace(y) },
    data: { label },
  };
}

function readEdge(value: unknown, ids: ReadonlySet<string>): FlowEdge {
  const { source, target } = objectOf(value, 'data.edges');
  if (typeof source === 'string' && typeof target === 'string' && ids.has(source) && ids.has(target)) {
    return { source, target };
  }
  throw new ApiError(422, 'data.edges: source and target are ids of nodes.');
}

function readPlace(value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) <= 100_000) return Math.round(value);
  throw new ApiError(422, 'data.nodes.position: x and y are numbers.');
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ApiError(422, `${name}: give an object.`);
}
