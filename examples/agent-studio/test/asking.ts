/**
 * Requests as a program sends them, with a key or without.
 */

import type { Studio } from './studio-process.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they assert
  readonly json: any;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Asked = Pick<Studio, 'url'> & { readonly key?: string; readonly body?: object };

/** Sends JSON (unless it is a GET) with the key as Bearer, and follows no redirect. */
export async function ask({ url, key, body }: Asked, method: Method, path: string): Promise<Answer> {
  const sent = method === 'GET' ? undefined : body;
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
  });
  const text = await response.text();
  return { status: response.status, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
