/**
 * One key: what it is, what may be changed of it, another secret, and its end.
 */

import { fault, type Key } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { withNotice } from '../notice.tsx';
import { isSentFirst } from '../one-time-form.tsx';
import { withQuery } from '../paging.tsx';
import { seeOther } from '../responses.ts';
import type { KeyArea } from './key-area.ts';
import { DeleteKeyForm } from './key-cards.tsx';
import { AS_IT_IS, keyChangeOf, keyNotice, overlapOf } from './key-input.ts';
import { ALL_OF_MINE } from './key-list-page.tsx';
import { KeyDetails, type KeyDetailsProps } from './key-page.tsx';
import { showKey } from './shown-key.ts';

type Typed = KeyDetailsProps['typed'];

export function serveOneKey(area: KeyArea): void {
  const { app, tools, accounts, keys, frame, section, title, isService, here, list, load } = area;
  const pathOf = (c: Context<Env>, { id }: Key): string => `${list(c)}/${encodeURIComponent(id)}`;

  /** Events of a service key are found by its id, those of one's own by oneself. */
  async function logOf(c: Context<Env>, { id }: Key): Promise<string | null> {
    const { actions } = await accounts.users.allowed(tools.actorOf(c));
    return isService && actions.has('audit') ? withQuery(`${here(c)}/audit`, { user: id }) : null;
  }

  async function show(c: Context<Env>, typed: Typed | null, problem: Problem | null): Promise<Response> {
    const key = await load(c);
    return frame.answer(c, {
      heading: key.name,
      section,
      back: { href: list(c), label: title },
      fault: problem,
      content: KeyDetails({
        path: pathOf(c, key),
        shown: key,
        whole: ALL_OF_MINE,
        roles: accounts.roles.all,
        actions: await keys.actions(tools.actorOf(c), key.id),
        log: await logOf(c, key),
        typed: typed ?? { name: key.name, expiresAt: AS_IT_IS },
        done: c.req.query('done'),
        fault: problem,
      }),
    });
  }

  async function save(c: Context<Env>, form: Form): Promise<Response> {
    const key = await load(c);
    try {
      const change = keyChangeOf(form, tools.core.now());
      await keys.update(tools.actorOf(c), key.id, change);
      return seeOther(withNotice(pathOf(c, key), keyNotice(change)));
    } catch (error) {
      const typed = { name: form.has('name') ? form.text('name') : key.name, expiresAt: form.text('expiresAt') };
      return show(c, typed, formFault(error));
    }
  }

  async function rotate(c: Context<Env>, form: Form): Promise<Response> {
    const key = await load(c);
    if (!(await isSentFirst(tools.core, form))) return seeOther(withNotice(pathOf(c, key), 'key-again'));
    try {
      return await showKey(area, c, await keys.rotate(tools.actorOf(c), key.id, overlapOf(form)), true);
    } catch (error) {
      return show(c, null, formFault(error));
    }
  }

  async function askDelete(c: Context<Env>): Promise<Response> {
    const key = await load(c);
    if (!(await keys.actions(tools.actorOf(c), key.id)).has('delete')) {
      throw fault('accounts/not-allowed', 'You may not delete this key. Ask an owner.');
    }
    return frame.answer(c, {
      heading: `Delete ${key.name}?`,
      section,
      content: DeleteKeyForm({ path: `${pathOf(c, key)}/delete`, back: pathOf(c, key), of: key }),
    });
  }

  async function remove(c: Context<Env>): Promise<Response> {
    const key = await load(c);
    await keys.delete(tools.actorOf(c), key.id);
    return seeOther(withNotice(list(c), 'key-deleted'));
  }

  tools.serve(app, '/keys/:id', { get: (c) => show(c, null, null), post: save });
  tools.serve(app, '/keys/:id/rotate', { post: rotate });
  tools.serve(app, '/keys/:id/delete', { get: askDelete, post: remove });
}
