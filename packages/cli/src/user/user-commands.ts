/**
 * `user` and the commands below it.
 */

import { type Command, Option } from 'commander';
import { answer, collect } from '../action.ts';
import type { GlobalOptions } from '../store.ts';
import { pathOf } from '../usage.ts';
import type { AddOptions } from './add-user.ts';
import type { PasswordOptions } from './change-password.ts';
import type { DeleteOptions, RolesOptions } from './change-user.ts';
import type { ListOptions } from './list-users.ts';
import type { SessionsOptions } from './user-sessions.ts';

const USER = 'username, e-mail address or id';

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('add, change and look at users');
  addAdd(user);
  addReading(user);
  addPasswords(user);
  addChanges(user);
}

function addAdd(user: Command): void {
  user
    .command('add')
    .description('add a user; asks for the password')
    .argument('<username>', 'the name to sign in with')
    .option('--email <address>', 'signs in with it too')
    .option('--display-name <name>', 'the name to show')
    .option('--role <role>', 'a role, once for each (default: as somebody who signs up, such as viewer)', collect)
    .addOption(new Option('--password-stdin', 'read the password from standard input').conflicts(['link', 'hash']))
    .addOption(new Option('--link', 'print a link to choose the password, in place of one').conflicts('hash'))
    .option('--hash <phc>', 'take over a hash of another system: argon2, bcrypt, scrypt; "-" reads standard input')
    .option('--keep-password', 'no other password has to be chosen at the first sign-in')
    .option('--create', 'make the data folder when there is none')
    .action(async (name: string, _options: object, command: Command) => {
      const { addUser } = await import('./add-user.ts');
      await answer(command, addUser(name, command.optsWithGlobals<AddOptions>(), pathOf(command)));
    });
}

function addReading(user: Command): void {
  user
    .command('list')
    .description('list users')
    .option('--role <role>', 'only those with this role')
    .addOption(new Option('--status <status>', 'only these').choices(['active', 'pending', 'disabled']))
    .option('--search <text>', 'only those with this in a name or address')
    .action(async (_options: object, command: Command) => {
      const { listUsers } = await import('./list-users.ts');
      await answer(command, listUsers(command.optsWithGlobals<ListOptions>()));
    });
  user
    .command('show')
    .description('show a user')
    .argument('<user>', USER)
    .action(async (name: string, _options: object, command: Command) => {
      const { showUser } = await import('./list-users.ts');
      await answer(command, showUser(name, command.optsWithGlobals<GlobalOptions>()));
    });
  user
    .command('sessions')
    .description('show where a user is signed in')
    .argument('<user>', USER)
    .option('--end', 'sign the user out everywhere')
    .action(async (name: string, _options: object, command: Command) => {
      const { userSessions } = await import('./user-sessions.ts');
      await answer(command, userSessions(name, command.optsWithGlobals<SessionsOptions>()));
    });
}

function addPasswords(user: Command): void {
  user
    .command('passwd')
    .description('set a new password; asks for it, and signs the user out')
    .argument('<user>', USER)
    .addOption(new Option('--password-stdin', 'read the password from standard input').conflicts('link'))
    .option('--link', 'print a link to choose it, in place of asking')
    .option('--keep-password', 'no other password has to be chosen at the next sign-in')
    .action(async (name: string, _options: object, command: Command) => {
      const { changePassword } = await import('./change-password.ts');
      await answer(command, changePassword(name, command.optsWithGlobals<PasswordOptions>(), pathOf(command)));
    });
  user
    .command('link')
    .description('print a link by which the user chooses a password')
    .argument('<user>', USER)
    .action(async (name: string, _options: object, command: Command) => {
      const { makeLink } = await import('./link.ts');
      await answer(command, makeLink(name, command.optsWithGlobals<GlobalOptions>()));
    });
  user
    .command('unlock')
    .description('forget wrong guesses at the password')
    .argument('<user>', USER)
    .action(async (name: string, _options: object, command: Command) => {
      const { unlock } = await import('./change-user.ts');
      await answer(command, unlock(name, command.optsWithGlobals<GlobalOptions>()));
    });
}

function addChanges(user: Command): void {
  for (const [name, status, what] of [
    ['disable', 'disabled', 'shut a user out, and sign him out everywhere'],
    ['enable', 'active', 'let a user in again, or one who waits for approval'],
  ] as const) {
    user
      .command(name)
      .description(what)
      .argument('<user>', USER)
      .action(async (whom: string, _options: object, command: Command) => {
        const { setStatus } = await import('./change-user.ts');
        await answer(command, setStatus(whom, status, command.optsWithGlobals<GlobalOptions>()));
      });
  }
  user
    .command('roles')
    .description('give a user these roles, in place of those he has')
    .argument('<user>', USER)
    .argument('[role...]', 'all that he has from now on')
    .option('--none', 'no role at all')
    .action(async (name: string, roles: readonly string[], _options: object, command: Command) => {
      const { setRoles } = await import('./change-user.ts');
      await answer(command, setRoles(name, roles, command.optsWithGlobals<RolesOptions>(), pathOf(command)));
    });
  user
    .command('delete')
    .description('delete a user for good; asks first')
    .argument('<user>', USER)
    .option('--yes', 'do not ask')
    .action(async (name: string, _options: object, command: Command) => {
      const { deleteUser } = await import('./change-user.ts');
      await answer(command, deleteUser(name, command.optsWithGlobals<DeleteOptions>(), pathOf(command)));
    });
}
