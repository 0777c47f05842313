/**
 * Users by the API. Who may do what is decided by Doorward's accounts; here stand the seed's shapes, and
 * the words in which it refuses.
 */

import { isAuthError, type User, type UserChange } from '@doorward/auth';
import { ownUser } from './api-session.ts';
import { auth } from './auth.ts';
import { type Answer, actorOf, type Call, json, readJson } from './call.ts';
import { ApiError } from './errors.ts';
import { readText } from './flow.ts';
import { SUPERUSER, USER } from './roles.ts';
import { settings } from './start.ts';
import { accounts, userRead } from './user-read.ts';

export const isSuperuser = ({ auth }: Pick<Call, 'auth'>): boolean =>
  auth.principal?.roles.includes(SUPERUSER) ?? false;

/** `GET /users/whoami`. */
export async function whoami(call: Call): Promise<Answer> {
  return json(200, await ownUser(call));
}

/** `GET /users/?skip=0&limit=10&search=`, for superusers. */
export async function listUsers(call: Call): Promise<Answer> {
  const offset = readCount(call.query.get('skip') ?? '0', 'skip', 0, 1_000_000);
  const limit = readCount(call.query.get('limit') ?? '10', 'limit', 1, 100);
  const search = call.query.get('search') || undefined;
  const query = { offset, limit, ...(search === undefined ? {} : { search }) };
  const { total, users } = await accounts.users.list(actorOf(call), query);
  return json(200, { total_count: total, users: users.map(userRead) });
}

/** `POST /users/`: superusers make users, everybody else signs up. What a stranger says of rights is not read. */
export async function createUser(call: Call): Promise<Answer> {
  const { username, password, is_active, is_superuser } = await readJson(call.message);
  const chosen = { username: readText(username, 'username', 128), password: readPassword(password, 'password') };
  if (!isSuperuser(call)) {
    const profile = { ...chosen, email: null, displayName: null };
    return json(201, userRead(await accounts.signUp.create(profile, call.auth.clientAddress)));
  }
  const isActive = readFlag(is_active, 'is_active') ?? settings.newUserIsActive;
  const { user } = await accounts.users.create(actorOf(call), {
    ...chosen,
    roles: [readFlag(is_superuser, 'is_superuser') ? SUPERUSER : USER],
    status: isActive ? 'active' : 'pending',
    // Clients of this API know no such step; the admin page has it.
    mustChangePassword: false,
  });
  return json(201, userRead(user));
}

/** `PATCH /users/{id}`: the own name for everybody, everything of others for superusers. */
export async function updateUser(call: Call): Promise<Answer> {
  const { username, password, is_active, is_superuser } = await readJson(call.message);
  const actor = actorOf(call);
  const isOwn = call.id === actor.principal.subject;
  const isActive = readFlag(is_active, 'is_active');
  const wantsSuperuser = readFlag(is_superuser, 'is_superuser');
  const name = username === undefined ? {} : { username: readText(username, 'username', 128) };
  if (isOwn && isActive === false) throw new ApiError(403, "You can't deactivate your own user account");
  if (isOwn && password !== undefined) throw new ApiError(400, "You can't change your password here");
  if (isOwn && !isSuperuser(call)) {
    if (wantsSuperuser === true) throw new ApiError(403, 'Permission denied');
    return json(200, userRead(await accounts.own.updateProfile(actor, name)));
  }
  const change: UserChange = {
    ...name,
    ...statusChange(await accounts.users.get(actor, call.id), isActive),
    ...(wantsSuperuser === undefined ? {} : { roles: [wantsSuperuser ? SUPERUSER : USER] }),
    ...(password === undefined ? {} : { password: readPassword(password, 'password'), mustChangePassword: false }),
  };
  return json(200, userRead(await accounts.users.update(actor, call.id, change)));
}

/** Who waits for approval is not active as it is. */
function statusChange({ status }: User, isActive: boolean | undefined): Pick<UserChange, 'status'> {
  if (isActive === undefined || isActive === (status === 'active')) return {};
  return isActive ? { status: 'active' } : status === 'pending' ? {} : { status: 'disabled' };
}

/** `PATCH /users/{id}/reset-password`: the own one, with the current one. Every other session ends. */
export async function resetPassword(call: Call): Promise<Answer> {
  const { current_password, password } = await readJson(call.message);
  const actor = actorOf(call);
  if (call.id !== actor.principal.subject) throw new ApiError(404, "You can't change another user's password");
  const next = readPassword(password, 'password');
  const user = await accounts.own.changePassword(actor, readPassword(current_password, 'current_password'), next);
  const cookies = await auth.renew(call.message, user);
  return json(200, userRead(user), { 'set-cookie': [...cookies], 'cache-control': 'no-store' });
}

/** `DELETE /users/{id}`, for superusers, and never oneself. */
export async function deleteUser(call: Call): Promise<Answer> {
  try {
    await accounts.users.delete(actorOf(call), call.id);
  } catch (error) {
    if (!isAuthError(error) || error.code !== 'accounts/own-account') throw error;
    throw new ApiError(400, "You can't delete your own user account");
  }
  return json(200, { detail: 'User deleted' });
}

function readFlag(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ApiError(422, `${name}: write true or false.`);
}

/** Not trimmed: spaces are part of it. */
function readPassword(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new ApiError(422, `${name}: is required.`);
}

function readCount(value: string, name: string, least: number, most: number): number {
  const count = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new ApiError(422, `${name}: write a number from ${least} to ${most}.`);
}
