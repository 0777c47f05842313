import { describe, expect, it } from '@jest/globals';
import { assertIdentity, type Identity, outsidePrincipal } from '../../src/access/outside-identity.ts';

const RIGHTS = { roles: [], permissions: [] };

/** Sources are written in JavaScript, too. */
const identity = (more: object): Identity => ({ subject: '4711', roles: [], ...more });

describe('what a provider or a directory says of somebody', () => {
  it.each(['username', 'name', 'email', 'avatarUrl'])(
    'is refused by name when its %s is no text, or endless',
    (name) => {
      for (const odd of [5, {}, ['a'], true, 'x'.repeat(2_049)]) {
        expect(() => assertIdentity(identity({ [name]: odd }))).toThrow(
          `its ${name} is no text of at most 2048 characters`,
        );
      }
      for (const fine of ['', 'x'.repeat(2_048), null, undefined]) {
        expect(() => assertIdentity(identity({ [name]: fine }))).not.toThrow();
      }
    },
  );

  it('names nobody without a subject that can be kept, nor without a list of roles', () => {
    for (const subject of ['', 'a\nb', '\ud800', 'x'.repeat(1_025), 7, null, undefined]) {
      expect(() => assertIdentity(identity({ subject }))).toThrow('it names no subject');
    }
    for (const roles of ['owner', [1], null, undefined, { 0: 'owner' }]) {
      expect(() => assertIdentity(identity({ roles }))).toThrow('it gives no list of roles');
    }
  });

  it('may leave out what is for display, or write null for it', () => {
    const absent = { name: null, email: null, avatarUrl: null };
    for (const more of [absent, { name: '' }, {}]) {
      const principal = outsidePrincipal('acme', identity(more), RIGHTS);
      expect(principal).toEqual({ subject: 'acme:4711', name: '4711', roles: [], permissions: [], method: 'acme' });
    }
  });
});
