/**
 * Who is no superuser and opens the admin page is sent to his flows, as in seed 003; a program gets
 * Doorward's 403.
 */

import type { IncomingMessage } from 'node:http';
import { isNavigation } from '@doorward/core';
import { NodeRequestView } from '@doorward/node';
import { auth } from './auth.ts';

const { home, arriving } = auth.site('');
const ADMIN = `${arriving}/admin`;

/** Where a page of the admin area sends this visitor; `null` for everybody and everything else. */
export async function sentAway(message: IncomingMessage): Promise<string | null> {
  const { url = '/', headers } = message;
  const path = url.split('?', 1)[0] ?? '';
  if (path !== ADMIN && !path.startsWith(`${ADMIN}/`)) return null;
  const view = new NodeRequestView(message, ADMIN, '', null);
  if (!isNavigation(view) || headers.authorization !== undefined) return null;
  const decision = await auth.begin(view);
  const principal = decision.kind === 'endpoint' ? decision.context.state?.principal : undefined;
  return !principal || principal.roles.includes('superuser') ? null : home;
}
