/**
 * `/api/agents`: who may call what is said in routes.ts.
 */

import { type Agent, addAgent, agentOf, agents, removeAgent } from '../agents/agents.ts';
import { isSkill, SKILLS } from '../agents/skills.ts';
import { type Call, type Handler, json, NO_CONTENT } from '../answer.ts';
import { ApiError } from '../problem.ts';
import { type Fields, readJson, readLine } from '../read-body.ts';

export const listAgents: Handler = () => json(agents().map(agentRecord));

export const showAgent: Handler = ({ params }) => json(agentRecord(agentOf(params)));

export const createAgent: Handler = async (call) => {
  const fields = await readJson(call.message, ['name', 'description', 'skill']);
  return json(agentRecord(addChecked(call, fields)), 201);
};

export const deleteAgent: Handler = ({ params }) => {
  removeAgent(agentOf(params));
  return NO_CONTENT;
};

/** Adds an agent as the API or a form describes it. @throws ApiError 409, 422. */
export function addChecked({ auth }: Call, { name, description = '', skill }: Fields): Agent {
  if (!isSkill(skill)) throw new ApiError(422, `Choose one of: ${Object.keys(SKILLS).join(', ')}.`, 'skill');
  return addAgent({
    name: readLine(name, 'name', 60),
    description: description === '' ? '' : readLine(description, 'description', 300),
    skill,
    createdBy: auth.principal?.name ?? 'nobody',
  });
}

function agentRecord({ id, name, description, skill, createdBy, createdAt }: Agent): unknown {
  return { id, name, description, skill, created_by: createdBy, created_at: new Date(createdAt).toISOString() };
}
