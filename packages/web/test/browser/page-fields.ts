/**
 * What a page asks a person for, and what it leaves in the browser.
 *
 * @see OWASP ASVS 5.0 6.2.6, 6.2.7, 6.4.2; NIST SP 800-63B-4 §3.1.1.2, §5.1
 */

import type { Page } from 'playwright-core';

/** All that our pages ask for. None of it is a hint, or a question whose answer others may know. */
const KNOWN = [
  ...['username', 'email', 'displayName', 'password', 'repeat', 'current', 'mustChangePassword'],
  ...['next', 'ticket', 'once', 'was', 'access', 'status', 'roles', 'role'],
  ...['name', 'label', 'description', 'permissions', 'inherits', 'expiresAt', 'overlapSeconds'],
  ...['q', 'from', 'until', 'type', 'user'],
];

/** Fields that nobody knows, and passwords that can be seen, not be pasted, or are not for password managers. */
export function fieldFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(() => {
    const known = ${JSON.stringify(KNOWN)};
    const faults = [];
    for (const field of document.querySelectorAll('[name]:is(input, select, textarea)')) {
      const fault = (what) => faults.push(field.outerHTML.slice(0, 100) + ': ' + what);
      if (!known.includes(field.name)) fault('is not known');
      if (!['password', 'repeat', 'current'].includes(field.name)) continue;
      const isNew = field.name !== 'current' && !field.form.action.endsWith('/auth/login');
      if (field.type !== 'password') fault('can be seen');
      if (field.autocomplete !== (isNew ? 'new-password' : 'current-password')) fault('is not for password managers');
      if (field.maxLength !== -1 && field.maxLength < 64 || field.pattern !== '' || field.readOnly) fault('takes not every password');
      for (const type of ['paste', 'drop', 'beforeinput'])
        if (!field.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))) fault('refuses ' + type);
    }
    return faults;
  })()`);
}

/** Whatever a script of the page could read again: storage, databases, caches, and cookies that are not HttpOnly. */
export function keptForScripts(page: Page): Promise<readonly unknown[]> {
  return page.evaluate<unknown[]>(`(async () => [
    ...Object.entries(localStorage),
    ...Object.entries(sessionStorage),
    ...(await indexedDB.databases()),
    ...(await self.caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()),
    ...document.cookie.split(';').filter((pair) => pair !== ''),
  ])()`);
}
