/**
 * Every route of the tool, and the permission that it takes. Each framework adds them in its own way.
 */

import { readFileSync } from 'node:fs';
import { asset, type Route } from './answer.ts';
import { createPipeline, deletePipeline, listPipelines, showPipeline, updatePipeline } from './api/pipelines.ts';
import { createSession, endSession } from './api/sessions.ts';
import { showStatus } from './api/statuses.ts';
import { createUser, deleteUser, listUsers, showUser, updateUser } from './api/users.ts';
import { addByForm, deleteByForm, runByForm } from './pages/forms.ts';
import { overviewPage } from './pages/overview-page.ts';
import { pipelinePage } from './pages/pipeline-page.ts';
import { pipelinesPage } from './pages/pipelines-page.ts';
import { STYLE } from './pages/style.ts';

const SCRIPT = readFileSync(new URL('./browser/live-log.js', import.meta.url), 'utf8');

export const routes: readonly Route[] = [
  { method: 'get', path: '/', needs: null, handle: overviewPage },
  { method: 'get', path: '/pipelines', needs: 'pipeline:read', handle: pipelinesPage },
  { method: 'get', path: '/pipelines/:id', needs: 'pipeline:read', handle: pipelinePage },
  { method: 'post', path: '/pipelines', needs: 'pipeline:create', handle: addByForm },
  { method: 'post', path: '/pipelines/:id/runs', needs: 'pipeline:update', handle: runByForm },
  { method: 'post', path: '/pipelines/:id/delete', needs: 'pipeline:delete', handle: deleteByForm },
  { method: 'get', path: '/assets/style.css', needs: null, handle: () => asset('text/css', STYLE) },
  { method: 'get', path: '/assets/live-log.js', needs: null, handle: () => asset('text/javascript', SCRIPT) },

  { method: 'get', path: '/api/pipelines', needs: 'pipeline:read', handle: listPipelines },
  { method: 'get', path: '/api/pipelines/:id', needs: 'pipeline:read', handle: showPipeline },
  { method: 'post', path: '/api/pipelines', needs: 'pipeline:create', handle: createPipeline },
  { method: 'put', path: '/api/pipelines/:id', needs: 'pipeline:update', handle: updatePipeline },
  { method: 'delete', path: '/api/pipelines/:id', needs: 'pipeline:delete', handle: deletePipeline },

  // Who may do what with users depends on the user, so it is decided where it is done.
  { method: 'get', path: '/api/users', needs: null, handle: listUsers },
  { method: 'post', path: '/api/users', needs: null, handle: createUser },
  { method: 'get', path: '/api/users/:id', needs: null, handle: showUser },
  { method: 'put', path: '/api/users/:id', needs: null, handle: updateUser },
  { method: 'delete', path: '/api/users/:id', needs: null, handle: deleteUser },

  { method: 'put', path: '/api/sessions/:id', needs: null, handle: endSession },

  // Public, by the option `public` in auth.ts.
  { method: 'post', path: '/api/sessions', needs: null, handle: createSession },
  { method: 'get', path: '/api/statuses', needs: null, handle: showStatus },
];
