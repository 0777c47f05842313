/**
 * Sign-ins with spans around them: what people wait for.
 */

import type { ProviderSignIn } from '../provider/provider-sign-in.ts';
import type { SignIn } from '../sign-in.ts';
import type { Operations } from './operations.ts';

/** `doorward.sign_in.way`: how it came in, since which verifier will know the password is not known yet. */
const WAY = 'doorward.sign_in.way';

export function measuredSignIn(signIn: SignIn, operations: Operations): SignIn {
  const outcomeOf = ({ kind }: { readonly kind: string }): string => kind;
  const operation = (way: string) => ({ name: 'doorward.sign_in', attributes: { [WAY]: way }, outcomeOf });
  return {
    ...signIn,
    withPassword: async (attempt, client) =>
      operations.run(operation('form'), () => signIn.withPassword(attempt, client)),
    forTokens: async (attempt, client) => operations.run(operation('token'), () => signIn.forTokens(attempt, client)),
    prove: async (attempt, client) => operations.run(operation('basic'), () => signIn.prove(attempt, client)),
    refresh: (client, token) =>
      operations.run(
        {
          name: 'doorward.refresh',
          attributes: {},
          outcomeOf: (renewed) => (renewed === null ? 'refused' : 'renewed'),
        },
        () => signIn.refresh(client, token),
      ),
  };
}

export function measuredProviderSignIn(signIn: ProviderSignIn, operations: Operations): ProviderSignIn {
  return {
    ...signIn,
    finish: async (id, site, parameters, client) =>
      operations.run(
        { name: 'doorward.sign_in', attributes: { [WAY]: 'provider' }, outcomeOf: ({ kind }) => kind },
        () => signIn.finish(id, site, parameters, client),
      ),
  };
}
