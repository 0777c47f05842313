/**
 * `/api/statuses`: open to everybody, so it says no more than that the server is there. Mage's own tells
 * its paths and process ids.
 */

import { type Handler, json } from '../answer.ts';
import { auth } from '../auth.ts';

export const showStatus: Handler = () => {
  return json({ statuses: [{ status: 'ok', require_user_authentication: !auth.isOpen }] });
};
