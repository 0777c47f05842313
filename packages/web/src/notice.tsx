/**
 * What a form has done, said on the page that it leads to. The address holds a word of this list, never
 * the text: nobody can make our page say something by a link.
 */

import type { Child } from 'hono/jsx';

const NOTICES = {
  saved: 'Saved.',
  password: 'Your password is changed, and every other session of yours has ended.',
  ended: 'The session has ended.',
  'ended-others': 'Your other sessions have ended.',
  'ended-all': 'The user is signed out everywhere.',
  created: 'The user is there, and can sign in.',
  'password-set': 'The password is set. The user has to choose another one at the next sign-in.',
  activated: 'The user is active.',
  disabled: 'The user is disabled and signed out.',
  deleted: 'The user is deleted.',
  'key-disabled': 'The key is disabled: it opens nothing any more.',
  'key-enabled': 'The key is enabled.',
  'key-deleted': 'The key is deleted: it opens nothing any more.',
  'role-created': 'The role is there, and can be given.',
  'role-saved': 'The role is saved. It counts from the next request on.',
  'role-deleted': 'The role is deleted.',
  connected: 'Your account is connected. You can sign in there, too.',
  'not-connected': 'Your account was not connected. Try again.',
  disconnected: 'Disconnected. What was signed in there has ended.',
  'key-again': 'That form was sent before, so nothing was done a second time. If you did not copy the key, rotate it.',
} as const;

export type NoticeName = keyof typeof NOTICES;

/** The address of a page that says this. */
export function withNotice(path: string, name: NoticeName): string {
  return `${path}?done=${name}`;
}

/** `done` is the parameter of the address; another word than ours says nothing. */
export function Notice({ done }: { readonly done: string | undefined }): Child {
  if (done === undefined || !Object.hasOwn(NOTICES, done)) return null;
  return (
    <p class="message notice" role="status">
      {NOTICES[done as NoticeName]}
    </p>
  );
}
