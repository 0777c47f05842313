/**
 * `/api/pipelines`: who may call what is said in routes.ts.
 */

import { type Handler, json } from '../answer.ts';
import { ApiError } from '../error-body.ts';
import { addPipeline, findPipeline, type Pipeline, pipelines, removePipeline } from '../pipelines/pipelines.ts';
import { readRecord } from '../read-body.ts';

export const listPipelines: Handler = () => json({ pipelines: pipelines().map(pipelineRecord) });

export const showPipeline: Handler = ({ params }) => json({ pipeline: pipelineRecord(pipelineOf(params)) });

export const createPipeline: Handler = async ({ message }) => {
  const { name, description = '' } = readFields(await readRecord(message, 'pipeline'));
  return json({ pipeline: pipelineRecord(addPipeline(checkName(name), description)) });
};

export const updatePipeline: Handler = async ({ message, params }) => {
  const pipeline = pipelineOf(params);
  const { name, description } = readFields(await readRecord(message, 'pipeline'));
  if (name !== undefined) pipeline.name = checkName(name);
  if (description !== undefined) pipeline.description = description;
  return json({ pipeline: pipelineRecord(pipeline) });
};

export const deletePipeline: Handler = ({ params }) => {
  const pipeline = pipelineOf(params);
  removePipeline(pipeline);
  return json({ pipeline: pipelineRecord(pipeline) });
};

/** @throws ApiError 404. */
export function pipelineOf(params: Readonly<Record<string, string>>): Pipeline {
  const pipeline = findPipeline(params['id'] ?? '');
  if (pipeline === undefined) throw new ApiError(404, 'There is no such pipeline.');
  return pipeline;
}

/** @throws ApiError 402. */
export function checkName(name: string | undefined): string {
  const text = name?.trim() ?? '';
  if (text === '' || text.length > 60) throw new ApiError(402, 'Give the pipeline a name of 1 to 60 characters.');
  return text;
}

function readFields(record: Readonly<Record<string, unknown>>): { name?: string; description?: string } {
  for (const [name, value] of Object.entries(record)) {
    const isRight = ['name', 'description'].includes(name) && typeof value === 'string' && value.length <= 500;
    if (!isRight) throw new ApiError(402, 'A pipeline has a name and a description, each a text.');
  }
  return record;
}

function pipelineRecord({ id, name, description, schedule, blocks, runs }: Pipeline): unknown {
  const [last] = runs;
  return {
    id,
    name,
    description,
    schedule,
    blocks: blocks.map((block) => ({ name: block.name, type: block.type })),
    last_run: last === undefined ? null : { number: last.number, status: last.status },
  };
}
