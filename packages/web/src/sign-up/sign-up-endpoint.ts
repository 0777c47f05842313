/**
 * Signing up by oneself. Where that is off, whoever asks is told so.
 */

import { fault, type Profile } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import { type Context, Hono } from 'hono';
import { formFault } from '../area-frame.tsx';
import { type EndpointTools, type Env, retryAfter } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { assertRepeated } from '../password-fields.tsx';
import type { WebPeople } from '../people.ts';
import { htmlResponse, seeOther } from '../responses.ts';
import { SignedUp, SignUpForm } from './sign-up-page.tsx';

export function createSignUpEndpoint(tools: EndpointTools, { accounts }: WebPeople): Hono<Env> {
  const { signUp, policy } = accounts;
  const { layout, siteOf } = tools;

  function assertOn(): void {
    if (signUp.mode === 'off') throw fault('accounts/sign-up-off', 'Ask an owner for an invitation.');
  }

  function show(c: Context<Env>, typed: Profile, problem: Problem | null): Response {
    assertOn();
    const { login, paths } = siteOf(c);
    if (problem === null && c.req.query('done') !== undefined) {
      const html = layout.render('Your account is there', SignedUp({ login, isWaiting: signUp.mode === 'pending' }));
      return htmlResponse({ html, headers: layout.headers }, 200);
    }
    const form = SignUpForm({ action: paths.signUp ?? '', login, typed, minLength: policy.minLength, fault: problem });
    const html = layout.render('Sign up', form);
    return htmlResponse({ html, headers: layout.headers }, problem?.status ?? 200, problem ? retryAfter(problem) : []);
  }

  /** Only these four count: whatever else is sent, nobody makes himself an owner. */
  async function create(c: Context<Env>, form: Form): Promise<Response> {
    assertOn();
    const typed = { username: form.text('username'), email: form.text('email'), displayName: form.text('displayName') };
    try {
      assertRepeated(form);
      await signUp.create({ ...typed, password: form.text('password') }, c.env.clientAddress);
    } catch (error) {
      return show(c, typed, formFault(error));
    }
    return seeOther(`${siteOf(c).paths.signUp}?done`);
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  tools.serve(app, '/', { get: (c) => show(c, { username: '', email: '', displayName: '' }, null), post: create });
  tools.finishArea(app);
  return app;
}
