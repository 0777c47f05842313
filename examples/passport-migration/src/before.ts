/**
 * The app before: Passport, with a session of its own, on Express.
 */

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import passport from 'passport';
import { homePage, loginPage, reportsPage } from './pages.ts';
import { type Person, personOf } from './people.ts';
import { serve } from './serve.ts';
import { strategy } from './strategy.ts';

const personIn = (req: Request): Person | undefined => req.user as Person | undefined;

const app = express();

// #region passport
passport.use(strategy);
passport.serializeUser((user, done) => done(null, (user as Person).id));
passport.deserializeUser((id: string, done) => done(null, personOf(id)));

const secret = process.env['SESSION_SECRET'] ?? randomBytes(32).toString('hex');
app.use(session({ secret, resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }));
app.use(passport.session());

app.get('/login', (_req, res) => {
  res.type('html').send(loginPage);
});
app.post(
  '/login',
  express.urlencoded({ extended: false }),
  passport.authenticate('local', { successRedirect: '/', failureRedirect: '/login' }),
);
app.post('/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect(303, '/login')));
});
// #endregion passport

// #region routes
app.get('/', requirePerson, (req, res) => {
  res.type('html').send(homePage(personIn(req)?.name ?? '', '/logout'));
});
app.get('/reports', requirePerson, requireAnalyst, (_req, res) => {
  res.type('html').send(reportsPage);
});

function requirePerson(req: Request, res: Response, next: NextFunction): void {
  if (req.isAuthenticated()) next();
  else res.redirect(303, '/login');
}

function requireAnalyst(req: Request, res: Response, next: NextFunction): void {
  if (personIn(req)?.roles.includes('analyst')) next();
  else res.status(403).send('Forbidden');
}
// #endregion routes

serve(createServer(app));
