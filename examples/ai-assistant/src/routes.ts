/**
 * Every route of this server, and what it demands. Each framework adds them in its own way.
 */

import { readFileSync } from 'node:fs';
import { asset, type Demand, json, type Route } from './answer.ts';
import { createAgent, deleteAgent, listAgents, showAgent } from './api/agents.ts';
import { createKey, deleteKey, listKeys } from './api/keys.ts';
import { me } from './api/me.ts';
import { sendMessage } from './api/messages.ts';
import { putSettings, saveSettings, showSettings } from './api/settings.ts';
import { ADMIN } from './auth.ts';
import { addByForm, deleteByForm, newAgentPage } from './pages/agent-forms.ts';
import { agentPage, askAgent, startPage } from './pages/agent-pages.ts';
import { STYLE } from './pages/style.ts';

const SCRIPT = readFileSync(new URL('./browser/chat.js', import.meta.url), 'utf8');

const may = (permission: string): Demand => ({ permission });
const admin: Demand = { role: ADMIN };

export const routes: readonly Route[] = [
  // Public, by the option `public` in auth.ts.
  { method: 'get', path: '/health', demand: null, handle: () => json({ status: 'ok' }) },

  { method: 'get', path: '/api/auth/me', demand: null, handle: me },

  { method: 'get', path: '/api/agents', demand: may('agents:read'), handle: listAgents },
  { method: 'get', path: '/api/agents/:id', demand: may('agents:read'), handle: showAgent },
  { method: 'post', path: '/api/agents', demand: may('agents:write'), handle: createAgent },
  { method: 'delete', path: '/api/agents/:id', demand: may('agents:delete'), handle: deleteAgent },
  { method: 'post', path: '/api/agents/:id/messages', demand: may('agents:execute'), handle: sendMessage },

  { method: 'get', path: '/api/admin/api_keys', demand: admin, handle: listKeys },
  { method: 'post', path: '/api/admin/api_keys', demand: admin, handle: createKey },
  { method: 'delete', path: '/api/admin/api_keys/:id', demand: admin, handle: deleteKey },

  { method: 'get', path: '/admin/settings', demand: admin, handle: showSettings },
  { method: 'put', path: '/admin/settings', demand: admin, handle: putSettings },
  { method: 'post', path: '/admin/settings', demand: admin, handle: saveSettings },

  { method: 'get', path: '/', demand: may('agents:read'), handle: startPage },
  { method: 'get', path: '/agents/:id', demand: may('agents:read'), handle: agentPage },
  { method: 'post', path: '/agents/:id/messages', demand: may('agents:execute'), handle: askAgent },
  { method: 'get', path: '/new-agent', demand: may('agents:write'), handle: newAgentPage },
  { method: 'post', path: '/new-agent', demand: may('agents:write'), handle: addByForm },
  { method: 'post', path: '/agents/:id/delete', demand: may('agents:delete'), handle: deleteByForm },
  { method: 'get', path: '/assets/style.css', demand: null, handle: () => asset('text/css', STYLE) },
  { method: 'get', path: '/assets/chat.js', demand: null, handle: () => asset('text/javascript', SCRIPT) },
];
