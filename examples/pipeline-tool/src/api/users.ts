/**
 * `/api/users` in the shape of Mage. Who may manage whom is Doorward's decision (`people.users`); this
 * file translates, and takes no field that it does not know.
 */

import type { OwnActor, UserChange } from '@doorward/auth';
import { type Call, type Handler, json } from '../answer.ts';
import { auth, people } from '../auth.ts';
import { ApiError } from '../error-body.ts';
import { readUser, type UserInput, userRecord } from './user-record.ts';

export const listUsers: Handler = async (call) => {
  const { users } = await people.users.list(actorOf(call), { limit: 1000 });
  return json({ users: users.map(userRecord) });
};

export const showUser: Handler = async (call) => {
  const actor = actorOf(call);
  const user = isOwn(call) ? await people.own.get(actor) : await people.users.get(actor, idOf(call));
  return json({ user: userRecord(user) });
};

/** Somebody else knows the password, so its user has to choose another at the first sign-in. */
export const createUser: Handler = async (call) => {
  const input = await readUser(call.message);
  const { email, password } = input;
  const missing = Object.entries({ email, password }).filter(([, value]) => !value);
  if (!email || !password) {
    throw new ApiError(402, `Missing required values: ${missing.map(([name]) => name).join(', ')}.`);
  }
  assertConfirmed(input);
  const { username = email, displayName = null, roles = [] } = input;
  const { user } = await people.users.create(actorOf(call), { username, email, displayName, roles, password });
  return json({ user: userRecord(user) });
};

export const updateUser: Handler = async (call) => {
  const input = await readUser(call.message);
  if (input.password !== undefined && isOwn(call)) return changeOwnPassword(call, input, input.password);
  if (input.password !== undefined) assertConfirmed(input);
  const actor = actorOf(call);
  const isProfile = isOwn(call) && input.roles === undefined;
  const change = changeOf(input);
  const user = isProfile
    ? await people.own.updateProfile(actor, change)
    : await people.users.update(actor, idOf(call), change);
  return json({ user: userRecord(user) });
};

export const deleteUser: Handler = async (call) => {
  const actor = actorOf(call);
  const user = isOwn(call) ? await people.own.get(actor) : await people.users.get(actor, idOf(call));
  await people.users.delete(actor, user.id);
  return json({ user: userRecord(user) });
};

/** Ends every session of the user, and begins a new one for this client. */
async function changeOwnPassword(call: Call, input: UserInput, password: string) {
  const { currentPassword } = input;
  if (!currentPassword) throw new ApiError(402, 'Missing required values: password_current.');
  if (Object.keys(changeOf(input)).length > 1) throw new ApiError(402, 'Change your password and nothing else.');
  assertConfirmed(input);
  const user = await people.own.changePassword(actorOf(call), currentPassword, password);
  const cookies = await auth.renew(call.message, user);
  return json({ user: userRecord(user) }, 200, { 'set-cookie': [...cookies] });
}

function assertConfirmed({ password, passwordConfirmation }: UserInput): void {
  if (password !== passwordConfirmation) throw new ApiError(402, 'Password and password confirmation do not match.');
}

/** What was given, and nothing else. */
function changeOf({ username, email, displayName, roles, password }: UserInput): UserChange {
  const given = Object.entries({ username, email, displayName, roles, password }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}

/** Whom the changes are done for. @throws TypeError on a public path, where nobody is signed in. */
function actorOf({ auth: { actor } }: Call): OwnActor {
  if (actor === null) throw new TypeError('nobody is signed in');
  return actor;
}

const idOf = ({ params }: Call): string => params['id'] ?? '';

const isOwn = (call: Call): boolean => idOf(call) === call.auth.principal?.subject;
