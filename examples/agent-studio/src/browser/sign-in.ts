/**
 * The ways to sign in, as the capabilities name them: a button for each provider, a form where passwords or keys count.
 */

import type { Capabilities } from '@doorward/client';
import { element, find } from './elements.ts';

type Login = NonNullable<Capabilities['login']>;

const { base = '', api = '', action = '', next = '', name = '' } = document.body.dataset;

// #region ways
const response = await fetch(`${base}${api}/auth/capabilities`);
const { login, urls } = (await response.json()) as Capabilities;
for (const { text, url } of login?.providers ?? []) find('ways').append(link(text, url));
if (login?.credentials !== undefined) find('ways').append(form(login.credentials));
if (login?.signUpEnabled && urls?.signUp) find('ways').append(element('a', { href: urls.signUp }, 'Sign up'));
// #endregion ways

/** Leads to the provider, and from there to the page that was asked for. */
function link(text: string, url: string): HTMLAnchorElement {
  const href = next === '' ? url : `${url}?${new URLSearchParams({ next })}`;
  return element('a', { className: 'button', href }, text);
}

/** The browser posts it, and Doorward answers with this page again, or leads on. */
function form({ text, asksName }: NonNullable<Login['credentials']>): HTMLFormElement {
  const hidden = element('input', { type: 'hidden', name: 'next', value: next });
  const username = element('input', { name: 'username', value: name, autocomplete: 'username', required: true });
  const password = element('input', { name: 'password', type: 'password', required: true });
  password.autocomplete = 'current-password';
  return element(
    'form',
    { method: 'post', action },
    ...(next === '' ? [] : [hidden]),
    ...(asksName ? [element('label', {}, 'Username or e-mail', username)] : []),
    element('label', {}, asksName ? 'Password' : 'Key', password),
    element('button', { className: 'primary' }, text),
  );
}
