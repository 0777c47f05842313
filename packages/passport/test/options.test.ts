import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { Strategy as LocalStrategy } from 'passport-local';
import { createPassportDirectory, type PassportDirectoryOptions } from '../src/passport-directory.ts';
import { createPassportProvider } from '../src/passport-provider.ts';
import type { PassportProviderOptions } from '../src/provider-options.ts';
import { goodStrategy } from './fixture/strategies.ts';

const identity = () => ({ subject: '1', roles: [] });
const provider = { id: 'acme', name: 'Acme', strategy: goodStrategy, identity };
const directory = { id: 'people', strategy: goodStrategy, identity };

function optionOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return isAuthError(error) && error.code === 'passport/options-invalid' ? error.option : error;
  }
  return undefined;
}

const ofProvider = (options: object) =>
  optionOf(() => createPassportProvider({ ...provider, ...options } as PassportProviderOptions<unknown>));

const ofDirectory = (options: object) =>
  optionOf(() => createPassportDirectory({ ...directory, ...options } as PassportDirectoryOptions<unknown>));

describe('options', () => {
  const common: [string, object][] = [
    ['passport.id', { id: undefined }],
    ['passport.id', { id: 'Acme' }],
    ['passport.id', { id: 'a'.repeat(33) }],
    ['passport.strategy', { strategy: undefined }],
    ['passport.strategy', { strategy: 'local' }],
    ['passport.strategy', { strategy: LocalStrategy }],
    ['passport.strategy', { strategy: {} }],
    ['passport.identity', { identity: undefined }],
    ['passport.identity', { identity: 'id' }],
    ['passport.timeoutMs', { timeoutMs: 99 }],
    ['passport.timeoutMs', { timeoutMs: 25_001 }],
    ['passport.timeoutMs', { timeoutMs: '1000' }],
    ['passport.identify', { identify: identity }],
  ];

  it.each([
    ...common,
    ['passport.name', { name: undefined }],
    ['passport.name', { name: '' }],
    ['passport.icon', { icon: 7 }],
    ['passport.description', { description: '' }],
    ['passport.fields', { fields: {} }],
    ['passport.authenticateOptions', { authenticateOptions: 'profile' }],
    ['passport.authenticateOptions.state', { authenticateOptions: { state: 'x' } }],
    ['passport.authenticateOptions.callbackURL', { authenticateOptions: { callbackURL: 'https://evil.example' } }],
    ['passport.authenticateOptions.failureRedirect', { authenticateOptions: { failureRedirect: '/login' } }],
    ['passport.authenticateOptions.session', { authenticateOptions: { session: false } }],
  ] as [string, object][])('of a provider stop the start by name: %s', (option, options) => {
    expect(ofProvider(options)).toBe(option);
  });

  it.each([
    ...common,
    ['passport.name', { name: 'People' }],
    ['passport.fields', { fields: 'email' }],
    ['passport.fields.user', { fields: { user: 'email' } }],
    ['passport.fields.username', { fields: { username: '' } }],
    ['passport.fields.username', { fields: { username: 'user[name]' } }],
    ['passport.fields', { fields: { username: 'password' } }],
  ] as [string, object][])('of a directory stop the start by name: %s', (option, options) => {
    expect(ofDirectory(options)).toBe(option);
  });

  it('that are right start', () => {
    expect([ofProvider({}), ofDirectory({})]).toEqual([undefined, undefined]);
    const { id, name, icon, description } = createPassportProvider({ ...provider, icon: '/a.svg', description: 'A.' });
    expect([id, name, icon, description]).toEqual(['acme', 'Acme', '/a.svg', 'A.']);
  });
});
