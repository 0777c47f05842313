/**
 * Counts what the events tell: sign-ins, sign-outs, ended sessions, limited guesses.
 */

import type { AuthEvent, EventSink } from '../event/auth-event.ts';
import type { Measures } from './measures.ts';

export function createEventCounts(measures: Measures): EventSink {
  const events = measures.counter({ name: 'doorward.events', unit: '{event}', help: 'Events by type.' });
  const signIns = measures.counter({
    name: 'doorward.sign_ins',
    unit: '{sign-in}',
    help: 'Finished sign-ins by method and outcome.',
  });
  const ended = measures.counter({
    name: 'doorward.sessions.ended',
    unit: '{session}',
    help: 'Sessions that somebody ended, by reason.',
  });
  const limited = measures.counter({
    name: 'doorward.guesses.limited',
    unit: '{guess}',
    help: 'Guesses that were refused unseen, since there were too many.',
  });

  return (event) => {
    events.add({ 'doorward.event.type': event.type });
    if (event.type === 'login') signIns.add({ ...methodOf(event), 'doorward.outcome': 'success' });
    if (event.type === 'login-failure') {
      signIns.add({ ...methodOf(event), 'doorward.outcome': 'failure', 'error.type': reasonOf(event) });
    }
    if (event.type === 'throttled') limited.add({});
    if (event.type === 'logout') ended.add({ 'doorward.reason': 'logout' });
    if (event.type === 'session-ended') ended.add({ 'doorward.reason': reasonOf(event) });
  };
}

/** The name of a scheme, a verifier or a provider. Of a wrong password nobody knows whose it would have been. */
function methodOf({ method }: AuthEvent): { readonly 'doorward.method': string } {
  return { 'doorward.method': method === null ? 'unknown' : /^[a-z0-9-]{1,32}$/.test(method) ? method : 'other' };
}

/** Only codes: a sentence may name somebody. */
function reasonOf({ reason }: AuthEvent): string {
  return reason !== null && /^[a-z-]{1,20}\/[a-z-]{1,40}$/.test(reason) ? reason : 'other';
}
