/**
 * A directory of your own: the staff service checks names and passwords.
 */

// #region directory
import type { PasswordDirectory } from '@doorward/core';
import { createAuth } from '@doorward/express';

const staff: PasswordDirectory = {
  id: 'staff',
  async authenticate(attempt) {
    const answer = await fetch('https://staff.example.com/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(attempt),
      signal: AbortSignal.timeout(5000),
    });
    if (answer.status === 401) return null;
    if (!answer.ok) throw new Error(`the staff service answered ${answer.status}`);
    const { id, name } = (await answer.json()) as { readonly id: string; readonly name: string };
    return { subject: id, name, roles: ['staff'] };
  },
};

export const auth = await createAuth({
  directories: [staff],
  roles: { roleMapping: { staff: ['reports:read'] } },
});
// #endregion directory
