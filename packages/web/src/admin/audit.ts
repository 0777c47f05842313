/**
 * The audit log as a page and as a file.
 */

import { canonicalName, type EventQuery } from '@doorward/core';
import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import { streamOf } from '../line-stream.ts';
import type { AdminParts } from './admin-area.ts';
import { Audit, type AuditFilter, isEventType } from './audit-page.tsx';

const PER_PAGE = 50;
const DAY_MS = 24 * 60 * 60 * 1000;

export function serveAudit({ app, tools, accounts, frame, here }: AdminParts): void {
  const { audit, users } = accounts;

  /** The id behind a name; for whoever is no user, or no more, the events know an id alone. */
  async function subjectOf(c: Context<Env>, text: string): Promise<string> {
    const actor = tools.actorOf(c);
    const { actions } = await users.allowed(actor);
    if (!actions.has('read')) return text;
    const name = canonicalName(text);
    const found = await users.list(actor, { search: text, limit: 100 });
    const isNamed = (known: string | null): boolean => known !== null && canonicalName(known) === name;
    return found.users.find(({ username, email }) => isNamed(username) || isNamed(email))?.id ?? text;
  }

  async function queryOf(c: Context<Env>, filter: AuditFilter): Promise<EventQuery> {
    const until = filter.until === '' ? undefined : Date.parse(filter.until) + DAY_MS;
    return {
      ...(filter.type === '' ? {} : { types: [filter.type] }),
      ...(filter.user === '' ? {} : { subject: await subjectOf(c, filter.user) }),
      ...(filter.from === '' ? {} : { from: Date.parse(filter.from) }),
      ...(until === undefined ? {} : { until }),
      ...(filter.before === null ? {} : { before: filter.before }),
    };
  }

  async function show(c: Context<Env>): Promise<Response> {
    const filter = filterOf(c);
    const actor = tools.actorOf(c);
    const query = await queryOf(c, filter);
    const [events, { actions }] = await Promise.all([
      audit.list(actor, { ...query, limit: PER_PAGE + 1 }),
      users.allowed(actor),
    ]);
    const content = Audit({
      here: here(c),
      filter,
      events: events.slice(0, PER_PAGE),
      hasMore: events.length > PER_PAGE,
      mayRead: actions.has('read'),
    });
    return frame.answer(c, { heading: 'Audit log', section: 'audit', content });
  }

  async function exportLog(c: Context<Env>): Promise<Response> {
    const lines = audit.export(tools.actorOf(c), await queryOf(c, { ...filterOf(c), before: null }));
    const body = await streamOf(lines, tools.core.onError);
    const day = new Date().toISOString().slice(0, 10);
    return new Response(body, {
      headers: {
        'content-type': 'application/x-ndjson',
        'content-disposition': `attachment; filename="audit-${day}.ndjson"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  }

  tools.serve(app, '/audit', { get: show });
  tools.serve(app, '/audit.ndjson', { get: exportLog });
}

/** What the address asks for; what it cannot mean is left out. */
function filterOf(c: Context<Env>): AuditFilter {
  const type = c.req.query('type') ?? '';
  const before = Number(c.req.query('before') ?? Number.NaN);
  return {
    type: isEventType(type) ? type : '',
    user: (c.req.query('user') ?? '').trim().slice(0, MAX_SEARCH),
    from: dateOf(c.req.query('from')),
    until: dateOf(c.req.query('until')),
    before: Number.isSafeInteger(before) && before > 0 ? before : null,
  };
}

const MAX_SEARCH = 128;

/** A day as the browser's field sends it: year "-" month "-" day. */
function dateOf(text = ''): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
