/**
 * Options in code.
 */

// #region options
import { createAuth, type DoorwardOptions } from '@doorward/express';

const options: DoorwardOptions = {
  publicUrl: 'https://tools.example.com',
  trustProxy: ['10.0.0.0/8'],
  public: ['/assets/', 'GET /about'],
  session: { idleSeconds: 8 * 60 * 60, absoluteSeconds: 24 * 60 * 60 },
  page: { title: 'Tools', accent: { light: '#0b6e4f', dark: '#7fd1ae' } },
};

export const auth = await createAuth(options);
// #endregion options
