/**
 * Our answer in Node's terms.
 */

import type { ServerResponse } from 'node:http';
import type { Respond } from '@doorward/core';

export function writeResponse(response: ServerResponse, { status, headers, body }: Respond): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(groupedHeaders(headers))) response.setHeader(name, value);
  response.end(body);
}

/** By name; a name that stands more than once has a list. */
export function groupedHeaders(headers: Respond['headers']): Record<string, string | string[]> {
  const grouped: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const present = grouped[name];
    if (present === undefined) grouped[name] = value;
    else grouped[name] = [...(Array.isArray(present) ? present : [present]), value];
  }
  return grouped;
}

/** A plain object where no name stands twice: @hono/node-server then makes no Headers of it. */
export function headersInit(headers: Respond['headers']): Record<string, string> | [string, string][] {
  const grouped = groupedHeaders(headers);
  const isPlain = Object.values(grouped).every((value) => typeof value === 'string');
  return isPlain ? (grouped as Record<string, string>) : (headers as [string, string][]);
}
