import { describe, expect, it } from '@jest/globals';
import { readFormBody, readPageForm } from '../src/form-body.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

async function read(
  type: string | null,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const request = new Request('http://doorward.invalid/', {
    method: 'POST',
    body: bytes,
    headers: { ...(type === null ? {} : { 'content-type': type }), ...headers },
  });
  const form = await readFormBody(request);
  return form.kind === 'problem' ? form.problem.status : { kind: form.kind, fields: [...form.fields] };
}

describe('a body', () => {
  it.each([
    [FORM, 'password=x', 'form', [['password', 'x']]],
    [
      FORM,
      'password=a+b%26c&next=%2Fx',
      'form',
      [
        ['password', 'a b&c'],
        ['next', '/x'],
      ],
    ],
    [`${FORM}; charset=utf-8`, 'a=1', 'form', [['a', '1']]],
    [FORM.toUpperCase(), 'a=1', 'form', [['a', '1']]],
    [` ${FORM} ;x`, 'a=1', 'form', [['a', '1']]],
    [FORM, '', 'form', []],
    [null, '', 'form', []],
    [FORM, 'a', 'form', [['a', '']]],
    [FORM, '=x', 'form', [['', 'x']]],
    [FORM, 'password=%E2%9C%93', 'form', [['password', '✓']]],
    [FORM, 'password=%', 'form', [['password', '%']]],
    [
      FORM,
      '__proto__=x&constructor=y',
      'form',
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
    [
      JSON_TYPE,
      '{"password":"x","next":"/y"}',
      'json',
      [
        ['password', 'x'],
        ['next', '/y'],
      ],
    ],
    [`${JSON_TYPE}; charset=utf-8`, '{}', 'json', []],
    [JSON_TYPE, ' {"a" : "b"} ', 'json', [['a', 'b']]],
  ] as const)('of type %s that reads %j is a %s of %j (corpus 4.13)', async (type, body, kind, fields) => {
    expect(await read(type, body)).toEqual({ kind, fields });
  });

  it.each([
    [null, 'password=x', 415],
    ['', 'password=x', 415],
    ['text/plain', 'password=x', 415],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nx\r\n--x--',
      415,
    ],
    ['application/jsonx', '{}', 415],
    ['application/problem+json', '{}', 415],
    ['text/html', '<p>', 415],
    ['application/x-www-form-urlencoded-x', 'a=1', 415],
    ['text/plain; application/json', '{}', 415],
    ['application/json, text/plain', '{}', 415],
    [FORM, 'a=1&a=1', 400],
    [FORM, 'a=1&%61=2', 400],
    [FORM, Array.from({ length: 21 }, (_, i) => `f${i}=`).join('&'), 400],
    [JSON_TYPE, '', 400],
    [JSON_TYPE, 'null', 400],
    [JSON_TYPE, '"x"', 400],
    [JSON_TYPE, '5', 400],
    [JSON_TYPE, '[]', 400],
    [JSON_TYPE, '[["password","x"]]', 400],
    [JSON_TYPE, '{', 400],
    [JSON_TYPE, '{"a":"b"}x', 400],
    [JSON_TYPE, "{'a':'b'}", 400],
    [JSON_TYPE, '{"password":5}', 400],
    [JSON_TYPE, '{"password":null}', 400],
    [JSON_TYPE, '{"password":true}', 400],
    [JSON_TYPE, '{"password":["x"]}', 400],
    [JSON_TYPE, '{"password":{"toString":"x"}}', 400],
    [JSON_TYPE, '{"__proto__":{"password":"x"}}', 400],
    [JSON_TYPE, `${'['.repeat(5000)}`, 400],
    [JSON_TYPE, `{${Array.from({ length: 21 }, (_, i) => `"f${i}":""`).join()}}`, 400],
    [JSON_TYPE, 'password=x', 400],
  ] as const)('of type %s that reads %.40j is %i (Z6, corpus 4.13, decision 15)', async (type, body, status) => {
    expect(await read(type, body)).toBe(status);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('that is compressed is 415, whatever it holds (F29)', async () => {
    for (const encoding of ['gzip', 'deflate', 'br', 'GZIP', 'gzip, identity', 'x'])
      expect([encoding, await read(FORM, 'a=1', { 'content-encoding': encoding })]).toEqual([encoding, 415]);
    expect(await read(FORM, 'a=1', { 'content-encoding': 'identity' })).toMatchObject({ kind: 'form' });
  });

  it('that is no UTF-8 holds nothing that could be a password of ours (A101)', async () => {
    expect(await read(FORM, new Uint8Array([0x61, 0x3d, 0xff, 0xfe]))).toEqual({
      kind: 'form',
      fields: [['a', '\ufffd\ufffd']],
    });
  });

  it('with a field twice in JSON is what JSON makes of it: the last, and never both', async () => {
    expect(await read(JSON_TYPE, '{"a":"1","a":"2"}')).toEqual({ kind: 'json', fields: [['a', '2']] });
  });
});

describe('a form of a page', () => {
  async function readPage(body: string, boxes: readonly string[], headers: Record<string, string> = {}) {
    const request = new Request('http://doorward.invalid/', {
      method: 'POST',
      body,
      headers: { 'content-type': FORM, ...headers },
    });
    return readPageForm(request, boxes);
  }

  it('has each field once, and boxes as often as they were ticked', async () => {
    const form = await readPage('username=ada&roles=a&roles=b&empty=', ['roles', 'none']);
    if ('code' in form) throw new Error(form.code);
    expect([form.text('username'), form.text('empty'), form.text('absent')]).toEqual(['ada', '', '']);
    expect([form.has('username'), form.has('empty'), form.has('absent'), form.has('roles'), form.has('none')]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect([form.list('roles'), form.list('none'), form.list('username')]).toEqual([['a', 'b'], [], []]);
    expect(form.text('roles')).toBe('');
  });

  it.each([
    ['a=1&a=1', ['roles'], 400],
    ['roles=a&roles=b', [], 400],
    ['%72oles=a&roles=b', [], 400],
    [Array.from({ length: 21 }, (_, i) => `f${i}=`).join('&'), ['roles'], 400],
    [Array.from({ length: 201 }, () => 'roles=a').join('&'), ['roles'], 400],
  ] as const)('that reads %.30j, of which %j are boxes, is %i', async (body, boxes, status) => {
    expect(await readPage(body, boxes)).toMatchObject({ status });
  });

  it.each([
    { 'content-type': JSON_TYPE },
    { 'content-type': 'text/plain' },
    { 'content-type': '' },
    { 'content-encoding': 'gzip' },
  ])('with %j is 415 (decision 15)', async (headers) => {
    expect(await readPage('username=ada', [], headers as Record<string, string>)).toMatchObject({
      status: 415,
      code: 'web/unsupported-media-type',
    });
  });
});
