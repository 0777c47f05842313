/**
 * The declared exceptions from "everything needs a principal".
 *
 *   rule   = [ method SP ] path
 *   method = "GET" / "POST" / ...      ; without one: GET and HEAD
 *   path   = "/" / 1*( "/" segment ) [ "/" ]
 *
 * A path that ends in a slash stands for everything below it; any other, and `/` itself, for exactly
 * that path. No patterns.
 */

import { AuthError } from '../auth-error.ts';
import { plainPathEnd } from '../request/request-target.ts';

export interface PublicPaths {
  readonly size: number;
  /** Judges one reading of a path. A rule for GET holds for HEAD too. */
  has(method: string, path: string): boolean;
}

/** @throws AuthError `core/options-invalid` naming the rule that is wrong. */
export function createPublicPaths(rules: readonly string[]): PublicPaths {
  const exact = new Set<string>();
  const below: { readonly method: string; readonly prefix: string }[] = [];
  rules.forEach((rule, index) => {
    const { methods, path } = parseRule(rule, index);
    for (const method of methods) {
      if (path.length > 1 && path.endsWith('/')) below.push({ method, prefix: path });
      else exact.add(`${method} ${path}`);
    }
  });
  return {
    size: rules.length,
    has(method, path) {
      const judged = method === 'HEAD' ? 'GET' : method;
      if (exact.size > 0 && exact.has(`${judged} ${path}`)) return true;
      return below.some((rule) => rule.method === judged && path.startsWith(rule.prefix));
    },
  };
}

const RULE = /^(?:([A-Z]+) )?(\/\S*)$/;

function parseRule(rule: string, index: number): { methods: readonly string[]; path: string } {
  const option = `public[${index}]`;
  const match = RULE.exec(rule);
  const path = match?.[2] ?? '';
  if (match === null || path.includes('*') || path.includes(':')) {
    throw invalid(
      option,
      rule,
      'Write a path such as "/assets/" (all below it) or "GET /about" (exactly that); patterns are not possible.',
    );
  }
  const encoded = encodePath(path);
  if (encoded === null || !isOnePath(encoded)) {
    throw invalid(
      option,
      rule,
      'Write the path as it is requested, without query, dot segments, escapes or double slashes.',
    );
  }
  return { methods: match[1] === undefined ? ['GET'] : [match[1] === 'HEAD' ? 'GET' : match[1]], path: encoded };
}

/** As browsers send it; `null` when it holds half of a character. */
function encodePath(path: string): string | null {
  try {
    const encoded = encodeURI(path.normalize('NFC')).replace(/%25(?=[0-9A-Fa-f]{2})/g, '%');
    return encoded.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
  } catch {
    return null;
  }
}

/** True when every server reads it alike. Escapes of other letters than ASCII are no matter. */
function isOnePath(encoded: string): boolean {
  const plain = encoded.replace(/%[89A-F][0-9A-F]/g, 'x').replaceAll('/.well-known/', '/well-known/');
  return plainPathEnd(plain) === plain.length;
}

function invalid(option: string, rule: string, remedy: string): AuthError {
  return new AuthError('core/options-invalid', `${option}: "${rule}" is not a public rule. ${remedy}`, { option });
}
