/**
 * What an app makes of the error that a peer says no with: its status.
 *
 * @type {import('express').ErrorRequestHandler}
 */
export function refuse(error, _req, res, _next) {
  res.status(error.status ?? 500).json({ error: error.message });
}
