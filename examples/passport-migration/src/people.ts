/**
 * The people whom this server knows, with hashes of their passwords: what an app with Passport has already.
 */

import { scryptSync, timingSafeEqual } from 'node:crypto';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

interface StoredPerson extends Person {
  readonly salt: string;
  readonly hash: Buffer;
}

const PEOPLE: ReadonlyMap<string, StoredPerson> = new Map([
  ['ada', stored({ id: '1', name: 'Ada', roles: ['analyst'] }, 'grey feathers above the reeds')],
  ['bob', stored({ id: '2', name: 'Bob', roles: [] }, 'three quiet boats at noon')],
]);

/** Takes the same time where there is no such person. */
const NOBODY = stored({ id: '', name: '', roles: [] }, 'nobody has this one');

/** Who has that name and password; `false` for nobody. */
export function personBy(username: string, password: string): Person | false {
  const found = PEOPLE.get(username) ?? NOBODY;
  const isRight = timingSafeEqual(hashOf(password, found.salt), found.hash);
  return isRight && found !== NOBODY ? found : false;
}

export function personOf(id: string): Person | false {
  return [...PEOPLE.values()].find((person) => person.id === id) ?? false;
}

function stored(person: Person, password: string): StoredPerson {
  const salt = `salt of ${person.id}`;
  return { ...person, salt, hash: hashOf(password, salt) };
}

function hashOf(password: string, salt: string): Buffer {
  return scryptSync(password, salt, 32);
}
