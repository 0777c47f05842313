/**
 * A login of your own in front of Doorward, on Express.
 */

import { createPrincipal } from '@doorward/core';
import { doorward, setPrincipal } from '@doorward/express';
import express, { type Request } from 'express';
import { serverOptions } from './server-options.ts';

const app = express();

/** Stands for the login that exists already. */
function personOf(req: Request): { id: string; name: string } | null {
  return req.get('x-person') === 'ada' ? { id: '1', name: 'Ada' } : null;
}

// #region set-principal
app.use((req, _res, next) => {
  const person = personOf(req);
  if (person !== null) {
    setPrincipal(
      req,
      createPrincipal({ subject: person.id, name: person.name, roles: ['member'], method: 'own-login' }),
    );
  }
  next();
});
app.use(doorward());
// #endregion set-principal

app.listen(serverOptions);
