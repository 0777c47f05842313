/**
 * What a new flow may begin with.
 */

import type { FlowData, FlowNode, Kind } from './flow.ts';
import { STEP } from './flow-drawing.ts';

export interface Template {
  readonly name: string;
  readonly description: string;
  readonly data: FlowData;
}

export const TEMPLATES = {
  blank: { name: 'Empty flow', description: 'One step to begin with.', data: chain([['input', 'Question']]) },
  answers: {
    name: 'Answers from documents',
    description: 'Looks into your documents before it answers.',
    data: join(
      [place(0, 0.5, 'input', 'Question'), place(1, 0, 'documents', 'Handbook'), place(1, 1, 'prompt', 'Instructions')],
      [place(2, 0.5, 'model', 'Answer'), place(3, 0.5, 'output', 'Reply')],
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
        [3, 4],
      ],
    ),
  },
  summary: {
    name: 'Summary',
    description: 'Makes a long text short.',
    data: chain([
      ['documents', 'Report'],
      ['prompt', 'Five sentences'],
      ['model', 'Summarise'],
      ['output', 'Summary'],
    ]),
  },
} as const satisfies Record<string, Template>;

/** Column and row of the grid in which steps are put. */
export function place(
  column: number,
  row: number,
  type: Kind,
  label: string,
  id = `${type}-${column}-${row}`,
): FlowNode {
  const position = { x: column * (STEP.width + STEP.gapX), y: row * (STEP.height + STEP.gapY) };
  return { id, type, position, data: { label } };
}

function chain(steps: readonly (readonly [Kind, string])[]): FlowData {
  const nodes = steps.map(([type, label], column) => place(column, 0, type, label));
  const pairs = nodes.slice(1).map((_, index) => [index, index + 1] as const);
  return join(nodes, [], pairs);
}

function join(
  first: readonly FlowNode[],
  last: readonly FlowNode[],
  pairs: readonly (readonly [number, number])[],
): FlowData {
  const nodes = [...first, ...last];
  const idOf = (index: number): string => nodes[index]?.id ?? '';
  return { nodes, edges: pairs.map(([source, target]) => ({ source: idOf(source), target: idOf(target) })) };
}
