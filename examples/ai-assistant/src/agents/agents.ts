/**
 * The agents of this example: in memory, and gone with the process.
 */

import { settingsNow } from '../assistant-settings.ts';
import { ApiError } from '../problem.ts';
import { SKILLS, type Skill } from './skills.ts';

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skill: Skill;
  /** Name of who made it. */
  readonly createdBy: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export type NewAgent = Pick<Agent, 'name' | 'description' | 'skill' | 'createdBy'>;

const all = new Map<string, Agent>();

export const agents = (): readonly Agent[] => [...all.values()];

/** @throws ApiError 404. */
export function agentOf(params: Readonly<Record<string, string>>): Agent {
  const agent = all.get(params['id'] ?? '');
  if (agent === undefined) throw new ApiError(404, 'There is no such agent.');
  return agent;
}

/** @throws ApiError 409. */
export function addAgent(input: NewAgent): Agent {
  const { maxAgents } = settingsNow();
  if (all.size >= maxAgents) throw new ApiError(409, `There are ${maxAgents} agents already. Delete one first.`);
  const agent = { ...input, id: freeId(input.name), createdAt: Date.now() };
  all.set(agent.id, agent);
  return agent;
}

export function removeAgent({ id }: Agent): void {
  all.delete(id);
}

function freeId(name: string): string {
  const stem =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'agent';
  let id = stem;
  for (let count = 2; all.has(id); count += 1) id = `${stem}-${count}`;
  return id;
}

for (const skill of Object.keys(SKILLS) as Skill[]) {
  const { agent, description } = SKILLS[skill];
  addAgent({ name: agent, description, skill, createdBy: 'Heron' });
}
