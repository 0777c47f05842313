/**
 * Invitations and links for a new password by mail.
 */

import { createAuth } from '@doorward/express';

declare const mailer: { sendMail(mail: { to: string; subject: string; text: string }): Promise<void> };

// #region mail
export const auth = await createAuth({
  publicUrl: 'https://tools.example.com',
  accounts: {
    sendMail: ({ to, purpose, link }) =>
      mailer.sendMail({
        to,
        subject: purpose === 'invitation' ? 'You are invited' : 'Your new password',
        text: `Open ${link}`,
      }),
  },
});
// #endregion mail
