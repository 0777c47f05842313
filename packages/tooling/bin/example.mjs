#!/usr/bin/env node
// npm run example -- <name> [express|koa|hono] [flags]: runs one example on one framework.
import { frameworks, listExamples, readArguments, startExample, whyNotRunnable } from '../src/examples.mjs';

const { name, framework, flags } = readArguments(process.argv.slice(2));

if (name === '--help' || name === '-h') {
  usage(console.log);
} else {
  const problem = name === undefined ? '' : whyNotRunnable(name, framework);
  if (problem === undefined) {
    await startExample(name, framework, flags);
  } else {
    if (problem !== '') console.error(problem);
    usage(console.error);
    process.exitCode = 2;
  }
}

function usage(print) {
  print(`npm run example -- <name> [${frameworks.join('|')}] [the example's flags, such as --help]`);
  print('\nExamples:');
  for (const example of listExamples()) {
    print(`  ${example.name.padEnd(20)} ${example.frameworks.join(', ').padEnd(20)} ${example.description}`);
  }
}
