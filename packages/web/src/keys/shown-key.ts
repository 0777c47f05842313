/**
 * The answer that shows a secret.
 */

import type { IssuedKey } from '@doorward/accounts';
import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import type { KeyArea } from './key-area.ts';
import { KeyShown } from './key-shown.tsx';

export function showKey(area: KeyArea, c: Context<Env>, issued: IssuedKey, isRotated: boolean): Promise<Response> {
  const { tools, people, frame, section, title, header, list } = area;
  const { publicOrigin } = people;
  return frame.answer(c, {
    heading: `New key: ${issued.key.name}`,
    section,
    back: { href: list(c), label: title },
    content: KeyShown({
      issued,
      path: `${list(c)}/${encodeURIComponent(issued.key.id)}`,
      header,
      address: publicOrigin === null ? null : publicOrigin + tools.siteOf(c).home,
      isRotated,
    }),
  });
}
