/**
 * Bearer JWTs of a second issuer.
 */

// #region second
import { createAuth } from '@doorward/express';
import { createJwtScheme } from '@doorward/jwt';

const partners = createJwtScheme({
  issuer: 'https://partners.example.net/',
  audience: 'https://tools.example.com',
  jwksUri: 'https://partners.example.net/.well-known/jwks.json',
  permissions: { mapping: { 'orders.read': 'orders:read' } },
});

export const auth = await createAuth({ schemes: [partners] });
// #endregion second
