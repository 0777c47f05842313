/**
 * `GET /api/auth/me`: whom the request acts as, a person or a key.
 */

import { isAuthError, type OwnActor } from '@doorward/auth';
import { actorOf, type Handler, json } from '../answer.ts';
import { people } from '../auth.ts';

export const me: Handler = async (call) => {
  const actor = actorOf(call);
  const { subject, name, email, roles } = actor.principal;
  const user = await ownUser(actor);
  const { session } = call.auth;
  return json({
    user_id: subject,
    name,
    email: user?.email ?? email ?? null,
    preferred_username: user?.username ?? null,
    roles,
    // In seconds, as in a JWT.
    exp: session === null ? null : Math.floor(session.expiresAt / 1000),
  });
};

/** `null` where no account stands behind it: for service keys, and people of the provider. */
function ownUser(actor: OwnActor) {
  return people.own.get(actor).catch((error: unknown) => {
    if (isAuthError(error) && error.code === 'accounts/no-account') return null;
    throw error;
  });
}
