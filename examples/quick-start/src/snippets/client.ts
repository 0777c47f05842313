/**
 * The client, in pages and programs.
 */

// #region page
import { createClient } from '@doorward/client';

const client = createClient(); // the origin of the page

const { user, login, can } = await client.capabilities();
if (user === undefined && login?.type === 'credentials') {
  await client.signIn({ username: 'vera', password: 'three grey herons fly' });
}
const showsDelete = can('agents:delete'); // hides the button; the server decides again
// #endregion page

// #region program
const program = createClient({ url: 'https://tools.example.com', apiKey: process.env['TOOLS_KEY'] ?? '' });

const { total, users } = await program.users.list({ role: 'viewer', limit: 20 });
// #endregion program

// #region session
const person = createClient({ url: 'https://tools.example.com' });
const { obligation } = await person.signIn({ username: 'vera', password: 'three grey herons fly' });
if (obligation === 'change-password') {
  await person.account.changePassword({ current: 'three grey herons fly', password: 'seven brown otters dive' });
}
const { key } = await person.keys.create({ name: 'nightly export', permissions: ['flows:read'] });
await person.signOut();

// #endregion session

// #region errors
import { DoorwardError } from '@doorward/client';

try {
  await person.users.create({ username: 'nora', roles: ['viewer'] });
} catch (error) {
  if (!(error instanceof DoorwardError)) throw error; // no answer at all, such as a lost network
  console.error(error.status, error.code, error.field, error.detail);
}
// #endregion errors

// #region api
const api = await client.api();
const { data, error } = await api.POST('/tickets', { body: { path: '/live' } });

// #endregion api

export { data, error, key, showsDelete, total, users };
