/**
 * The agents, workflows and datasets of this example: in memory, and gone with the process. No model is asked.
 */

import { ApiError } from './answer.ts';

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Instructions, steps or rows; one a line. */
  readonly content: string;
}

export interface Resource {
  readonly name: 'agents' | 'workflows' | 'datasets';
  /** One of them, as the page calls it. */
  readonly single: string;
  /** What executing one gives. */
  execute(item: Item, input: string): string;
  readonly items: Map<string, Item>;
}

const lines = ({ content }: Item): readonly string[] => content.split('\n').filter((line) => line.trim() !== '');

export const RESOURCES: readonly Resource[] = [
  {
    name: 'agents',
    single: 'agent',
    execute: (item, input) => `${item.name} answers “${input || 'nothing'}” by ${lines(item).length} rules.`,
    items: known(
      ['Release writer', 'Turns merged changes into release notes.', 'Group by package.\nName who is affected.'],
      ['Triage', 'Sorts new issues by what they are about.', 'Ask for a version.\nLabel it.\nLink duplicates.'],
    ),
  },
  {
    name: 'workflows',
    single: 'workflow',
    execute: (item) => `Ran ${lines(item).join(' → ')}.`,
    items: known(['Nightly report', 'Collects, summarises and sends.', 'collect\nsummarise\nsend']),
  },
  {
    name: 'datasets',
    single: 'dataset',
    execute: (item) => `Read ${lines(item).length} rows.`,
    items: known([
      'Support questions',
      'Questions with the answers that helped.',
      'How do I sign in?\nWhere are my keys?',
    ]),
  },
];

/** @throws ApiError 404 */
export function itemOf({ items, single }: Resource, id = ''): Item {
  const item = items.get(id);
  if (item === undefined) throw new ApiError(404, `There is no such ${single}.`);
  return item;
}

const MOST = 100;

/** @throws ApiError 409 when there are too many */
export function addItem({ items, single }: Resource, item: Omit<Item, 'id'>): Item {
  if (items.size >= MOST) throw new ApiError(409, `There are ${MOST} already. Delete one first.`);
  return put(items, item, single);
}

function put(items: Map<string, Item>, item: Omit<Item, 'id'>, stem: string): Item {
  const slug =
    item.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || stem;
  let id = slug;
  for (let count = 2; items.has(id); count += 1) id = `${slug}-${count}`;
  const added = { id, ...item };
  items.set(id, added);
  return added;
}

function known(
  ...given: readonly (readonly [name: string, description: string, content: string])[]
): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const [name, description, content] of given) put(items, { name, description, content }, 'item');
  return items;
}
