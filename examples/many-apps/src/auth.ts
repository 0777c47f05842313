/**
 * Doorward for all apps of this site: one login in front of them.
 */

import { createAuth, type Doorward } from '@doorward/auth';
import { stop } from './stop.ts';

export const auth: Doorward = await createAuth({
  page: { title: 'Quillmoor Cycles', accent: { light: '#0c6b4e', dark: '#5fd6a8' } },
}).catch(stop);
