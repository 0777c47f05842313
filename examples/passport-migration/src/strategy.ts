/**
 * The strategy of the app. It stays as it is, before and after.
 */

import { Strategy as LocalStrategy } from 'passport-local';
import { personBy } from './people.ts';

// #region strategy
export const strategy = new LocalStrategy((username, password, done) => done(null, personBy(username, password)));
// #endregion strategy
