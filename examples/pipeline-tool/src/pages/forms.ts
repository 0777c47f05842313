/**
 * What the buttons of the pages do. That a form comes from a page of ours was checked by the guard.
 */

import { type Handler, seeOther } from '../answer.ts';
import { checkName, pipelineOf } from '../api/pipelines.ts';
import { addPipeline, removePipeline, startRun } from '../pipelines/pipelines.ts';
import { readForm } from '../read-body.ts';

export const addByForm: Handler = async ({ auth, message }) => {
  const form = await readForm(message);
  const { id } = addPipeline(checkName(form.get('name') ?? undefined), 'New.');
  return seeOther(auth.link(`/pipelines/${id}`));
};

export const runByForm: Handler = ({ auth, params }) => {
  const pipeline = pipelineOf(params);
  startRun(pipeline, auth.principal?.name ?? 'nobody');
  return seeOther(auth.link(`/pipelines/${pipeline.id}`));
};

export const deleteByForm: Handler = ({ auth, params }) => {
  removePipeline(pipelineOf(params));
  return seeOther(auth.link('/pipelines'));
};
