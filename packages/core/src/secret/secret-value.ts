/**
 * Secrets: making, hashing and comparing them.
 */

import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as base64url: 43 characters. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead of a random secret: SHA-256 as base64url. Not for passwords. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Compares by digest, so that time tells neither length nor matching prefix. */
export function isSameSecret(digest: Uint8Array, candidate: string): boolean {
  return timingSafeEqual(digest, digestOf(candidate));
}

/** The digest that {@link isSameSecret} compares with. */
export function digestOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
