/**
 * Who is in the directory at the start.
 */

export const BASE_DN = 'dc=example,dc=com';
export const PEOPLE_DN = `ou=people,${BASE_DN}`;
export const GROUPS_DN = `ou=groups,${BASE_DN}`;

/** The account that searches. It may read all but passwords; others may read nothing. */
export const SERVICE = { dn: `cn=service,${BASE_DN}`, password: 'service-canary-password' };

export interface Person {
  readonly dn: string;
  readonly uid: string;
  readonly name: string;
  readonly mail: string;
  readonly password: string;
}

/** In the group `admins`. */
export const ADA: Person = person('ada', 'Ada Lovelace');
/** In the group `staff`, which is in `everybody`. */
export const GRACE: Person = person('grace', 'Grace Hopper');

export type Attributes = Readonly<Record<string, string | readonly string[]>>;

/** By name, in the order in which they are made. */
export const ENTRIES: readonly (readonly [string, Attributes])[] = [
  [BASE_DN, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' }],
  [PEOPLE_DN, { objectClass: 'organizationalUnit', ou: 'people' }],
  [GROUPS_DN, { objectClass: 'organizationalUnit', ou: 'groups' }],
  [
    SERVICE.dn,
    { objectClass: ['organizationalRole', 'simpleSecurityObject'], cn: 'service', userPassword: SERVICE.password },
  ],
  [ADA.dn, attributesOf(ADA)],
  [GRACE.dn, attributesOf(GRACE)],
  [`cn=admins,${GROUPS_DN}`, { objectClass: 'groupOfNames', cn: 'admins', member: ADA.dn }],
  [`cn=staff,${GROUPS_DN}`, { objectClass: 'groupOfNames', cn: 'staff', member: GRACE.dn }],
  [`cn=everybody,${GROUPS_DN}`, { objectClass: 'groupOfNames', cn: 'everybody', member: `cn=staff,${GROUPS_DN}` }],
];

function person(uid: string, name: string): Person {
  return { dn: `uid=${uid},${PEOPLE_DN}`, uid, name, mail: `${uid}@example.com`, password: `${uid}-canary-password` };
}

function attributesOf({ uid, name, mail, password }: Person): Attributes {
  return {
    objectClass: 'inetOrgPerson',
    uid,
    cn: name,
    sn: name.split(' ').at(-1) ?? name,
    displayName: name,
    mail,
    userPassword: password,
  };
}
