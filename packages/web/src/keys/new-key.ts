/**
 * Making a key.
 */

import type { IssuedKey } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Context } from 'hono';
import { formFault } from '../area-frame.tsx';
import type { Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { withNotice } from '../notice.tsx';
import { isSentFirst } from '../one-time-form.tsx';
import { seeOther } from '../responses.ts';
import type { KeyArea } from './key-area.ts';
import { expiryOf, NO_KEY, permissionsOf, type TypedKey, typedKeyOf } from './key-input.ts';
import { NewKeyForm } from './new-key-form.tsx';
import { showKey } from './shown-key.ts';

export function serveNewKey(area: KeyArea): void {
  const { app, tools, accounts, keys, frame, section, title, isService, list } = area;
  const { users, roles } = accounts;

  async function show(c: Context<Env>, typed: TypedKey, problem: Problem | null): Promise<Response> {
    const { grantable } = await users.allowed(tools.actorOf(c));
    return frame.answer(c, {
      heading: isService ? 'New service key' : 'New API key',
      section,
      back: { href: list(c), label: title },
      fault: problem,
      content: NewKeyForm({ list: list(c), typed, isService, roles: roles.all, grantable, fault: problem }),
    });
  }

  function make(c: Context<Env>, { name, expiresAt, roles: chosen, permissions }: TypedKey): Promise<IssuedKey> {
    const actor = tools.actorOf(c);
    const input = {
      name,
      expiresAt: expiryOf(expiresAt, tools.core.now()),
      permissions: permissionsOf(permissions),
    };
    return isService ? keys.createService(actor, { ...input, roles: chosen }) : keys.create(actor, input);
  }

  async function create(c: Context<Env>, form: Form): Promise<Response> {
    if (!(await isSentFirst(tools.core, form))) return seeOther(withNotice(list(c), 'key-again'));
    const typed = typedKeyOf(form);
    try {
      return await showKey(area, c, await make(c, typed), false);
    } catch (error) {
      return show(c, typed, formFault(error));
    }
  }

  const get = (c: Context<Env>) => show(c, NO_KEY, null);
  tools.serve(app, '/keys/new', isService ? { get, post: create, boxes: ['roles'] } : { get, post: create });
}
