/**
 * From the data folder of one machine to a database for several.
 */

import { loadPackage } from './load-package.ts';

type Library = typeof import('@doorward/sql');

export type CopyDataFolderOptions = Parameters<Library['copyToPostgres']>[0];
/** Rows that were copied, by table. */
export type CopiedRows = Awaited<ReturnType<Library['copyToPostgres']>>;

/** As `copyToPostgres` of `@doorward/sql`. @throws AuthError `auth/package-missing`, and what that throws. */
export async function copyDataFolder(options: CopyDataFolderOptions): Promise<CopiedRows> {
  const { copyToPostgres } = await loadPackage('@doorward/sql', 'A copy', () => import('@doorward/sql'));
  return copyToPostgres(options);
}
