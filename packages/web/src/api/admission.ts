/**
 * What holds for every endpoint: who may reach it at all, and the headers of its answers.
 */

import { problems } from '@doorward/core';
import type { Context, MiddlewareHandler } from 'hono';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import { Refusal } from './refusal.ts';

export function createAdmission(tools: EndpointTools): MiddlewareHandler<Env> {
  function assertAdmitted(c: Context<Env>): void {
    const owes = c.env.state?.obligation ?? null;
    if (owes !== null && !meetsObligation(c)) throw new Refusal(problems.passwordChangeRequired);
    if (!isSafe(c) && tools.isForged(c)) throw new Refusal(problems.crossSiteRequest);
  }

  return async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
    assertAdmitted(c);
    await next();
  };
}

/** To see who one is and to choose a password is all that an unsafe password is good for. */
function meetsObligation(c: Context<Env>): boolean {
  return isSafe(c) ? c.req.path === '/me' : c.req.path === '/me/password' && c.req.method === 'POST';
}

/** RFC 9110 §9.2.1. */
function isSafe(c: Context<Env>): boolean {
  return SAFE.has(c.req.method);
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
