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
