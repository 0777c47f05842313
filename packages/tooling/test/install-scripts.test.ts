// What runs on a machine that installs our packages: nothing.
import { expect, test } from '@jest/globals';
import { publicPackages } from '../src/repository.mjs';

const AT_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'prepublish'];

test('no package that is published has a script that runs when it is installed', () => {
  const packages = publicPackages();
  expect(packages.length).toBeGreaterThan(10);
  const found = packages.flatMap(({ folder, manifest }) =>
    Object.keys(manifest.scripts ?? {})
      .filter((script) => AT_INSTALL.includes(script))
      .map((script) => `${folder}: ${script}`),
  );
  expect(found).toEqual([]);
});
