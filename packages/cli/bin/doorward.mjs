#!/usr/bin/env node
// The command. It is no part of the build, so that an install can link it before anything is built.
let main;
try {
  // By our own name: the build, or the sources where tests ask for them.
  ({ main } = await import('@doorward/cli'));
} catch (error) {
  const isUnbuilt =
    error.code === 'ERR_MODULE_NOT_FOUND' && new URL('../dist/main.js', import.meta.url).href === error.url;
  if (!isUnbuilt) throw error;
  console.error('doorward: it is not built yet. In a clone of the repository run: npm run build');
  process.exit(1);
}
process.exitCode = await main(process.argv.slice(2));
