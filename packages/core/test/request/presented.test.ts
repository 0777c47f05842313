/**
 * Reading explicit credentials from the places that schemes name.
 */

import { describe, expect, it } from '@jest/globals';
import { createCredentialReader, hasDifferentValues, placesIn } from '../../src/request/presented.ts';
import { viewOf } from '../fixture/view.ts';

type Headers = Readonly<Record<string, string | readonly string[]>>;

const reader = createCredentialReader([
  { authorization: ['bearer'], headers: ['x-api-key'], parameters: ['api_key'] },
  { headers: ['x-access-token', 'x-api-key'] },
]);
const read = (query: string, headers: Headers = {}, ignoreAuthorization = false) =>
  reader.read(viewOf(`/?${query}`, { headers }), query, ignoreAuthorization);
const credentials = (query: string, headers: Headers = {}) => {
  const presented = read(query, headers);
  return presented.kind === 'read' ? presented.credentials : presented.kind;
};

describe('explicit credentials', () => {
  it('are none where nothing of the kind came', () => {
    for (const [query, headers] of [
      ['', {}],
      ['a=1', { cookie: 'x-api-key=1', 'x-other': 'k' }],
      ['apikey=1', {}],
    ] as const) {
      expect(read(query, headers)).toEqual({ kind: 'none' });
    }
    // The name alone, somewhere else: looked at, and none.
    expect(read('a=api_key')).toEqual({ kind: 'none' });
    expect(read('my_api_key=1')).toEqual({ kind: 'none' });
  });

  it('are read from each place, an empty one too (A28, A99)', () => {
    expect(credentials('', { 'x-api-key': 'k' })).toEqual({ headers: new Map([['x-api-key', 'k']]) });
    expect(credentials('', { 'x-api-key': '' })).toEqual({ headers: new Map([['x-api-key', '']]) });
    expect(credentials('api_key=k&a=1')).toEqual({ parameters: new Map([['api_key', 'k']]) });
    expect(credentials('api_key=')).toEqual({ parameters: new Map([['api_key', '']]) });
    expect(credentials('api%5Fkey=k&api_key=k')).toEqual({ parameters: new Map([['api_key', 'k']]) });
    expect(credentials('access_token=t')).toEqual({ query: 't' });
    expect(credentials('', { authorization: 'abc' })).toEqual({ otherScheme: 'abc', bare: 'abc' });
    expect(credentials('', { authorization: 'Bearer t', 'x-access-token': 'u' })).toEqual({
      bearer: 't',
      headers: new Map([['x-access-token', 'u']]),
    });
  });

  it('are Basic as it came where it stands alone, and name and password beside others (RFC 7617 §2)', () => {
    const encodedBasic = btoa('ada:k');
    const basic = { name: 'ada', password: 'k' };
    const authorization = `Basic ${encodedBasic}`;
    const values = new Map([['x-api-key', 'k']]);
    expect(credentials('', { authorization })).toEqual({ encodedBasic });
    expect(credentials('', { authorization, 'x-api-key': 'k' })).toEqual({ encodedBasic, basic, headers: values });
    expect(credentials('access_token=t', { authorization })).toEqual({ encodedBasic, basic, query: 't' });
    expect(placesIn({ encodedBasic })).toBe(1);
    expect(placesIn({ encodedBasic, basic })).toBe(1);
  });

  it('that fill one place twice are conflicting unless they are equal (A99, A101)', () => {
    for (const [query, headers] of [
      ['', { 'x-api-key': ['a', 'b'] }],
      ['', { authorization: ['Bearer a', 'Bearer b'] }],
      ['api_key=a&api_key=b', {}],
      ['api%5Fkey=a&api_key=b', {}],
      ['access_token=a&access_token=b', {}],
    ] as const)
      expect([query, headers, read(query, headers).kind]).toEqual([query, headers, 'conflicting']);
    expect(read('api_key=a&api_key=a', { 'x-api-key': ['a', 'a'] }).kind).toBe('read');
  });

  it('that are too long, or hold control characters, are malformed (A101)', () => {
    for (const value of ['x'.repeat(8193), 'a\x00b', 'a\tb', 'a\x7f']) {
      expect(read('', { 'x-api-key': value }).kind).toBe('malformed');
      expect(read(`api_key=${encodeURIComponent(value)}`).kind).toBe('malformed');
    }
    for (const authorization of ['Basic %', 'Basic', `Basic ${btoa('no colon')}`]) {
      expect(read('', { authorization, 'x-api-key': 'k' }).kind).toBe('malformed');
      expect(read('api_key=k', { authorization }).kind).toBe('malformed');
    }
    expect(read('', { 'x-api-key': 'x'.repeat(8192) }).kind).toBe('read');
  });

  it('leave Authorization unread where it is the app’s, and the other places not (A99)', () => {
    expect(read('', { authorization: 'Bearer t' }, true)).toEqual({ kind: 'none' });
    expect(read('', { authorization: 'Basic %', 'x-api-key': 'k' }, true).kind).toBe('read');
  });

  it('differ when two places hold different values, whichever two they are (A99)', () => {
    const places = {
      bearer: { bearer: 'x' },
      basic: { basic: { name: 'n', password: 'x' } },
      bare: { bare: 'x' },
      query: { query: 'x' },
      headers: { headers: new Map([['x-api-key', 'x']]) },
      parameters: { parameters: new Map([['api_key', 'x']]) },
    };
    for (const [one, credentials] of Object.entries(places)) {
      expect([one, hasDifferentValues(credentials)]).toEqual([one, false]);
      for (const [other, more] of Object.entries(places)) {
        const same = { ...credentials, ...more };
        expect([one, other, hasDifferentValues(same)]).toEqual([one, other, false]);
        const changed = JSON.parse(JSON.stringify(more, asList).replaceAll('"x"', '"y"'), asMap);
        if (one !== other)
          expect([one, other, hasDifferentValues({ ...credentials, ...changed })]).toEqual([one, other, true]);
      }
    }
    expect(
      hasDifferentValues({
        headers: new Map([
          ['a', 'x'],
          ['b', 'y'],
        ]),
      }),
    ).toBe(true);
    expect(hasDifferentValues({ bare: 'x', otherScheme: 'x', query: 'x' })).toBe(false);
  });

  it('one of a kind that nobody knows is another one beside any (A42, A101)', () => {
    const unknown = { otherScheme: 'digest' };
    const headers = new Map([['x-api-key', 'x']]);
    expect(hasDifferentValues(unknown)).toBe(false);
    for (const known of [{ query: 'x' }, { headers }, { parameters: headers }])
      expect([known, hasDifferentValues({ ...unknown, ...known })]).toEqual([known, true]);
    expect(reader.parameters).toEqual(['access_token', 'api_key']);
  });
});

const asList = (_: string, value: unknown): unknown => (value instanceof Map ? { entries: [...value] } : value);
const asMap = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'entries')
    ? new Map((value as { entries: [string, string][] }).entries)
    : value;
