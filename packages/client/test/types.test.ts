import { expect, it } from '@jest/globals';
import type { DoorwardClient } from '../src/index.ts';

/** Compiled, and never run: an error that is expected and does not come is one of the compiler. */
export async function misspelt(client: DoorwardClient): Promise<void> {
  // @ts-expect-error a field of a body
  await client.users.create({ usrname: 'nora' });
  // @ts-expect-error a value of a field
  await client.users.update('u_1', { status: 'gone' });
  // @ts-expect-error a parameter
  await client.users.list({ serch: 'nora' });
  // @ts-expect-error a field of an answer
  (await client.users.get('u_1')).usrname;
  // @ts-expect-error a type of event
  await client.audit.list({ types: ['logn'] });
  const api = await client.api();
  // @ts-expect-error a path
  await api.GET('/usrs');
  // @ts-expect-error a path without its parameter
  await api.GET('/users/{id}');
  // @ts-expect-error a field of a body, by the path
  await api.POST('/tickets', { body: { pth: '/live' } });
  // @ts-expect-error a member of what is signed in with
  await client.signIn({ name: 'nora', password: 'x' });
}

it('what is misspelt does not compile', () => {
  expect(misspelt).toBeInstanceOf(Function);
});
