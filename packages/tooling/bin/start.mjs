#!/usr/bin/env node
// npm start: installs, builds, and runs the notebook server behind the login.
import { stop } from '../src/command.mjs';
import { frameworks, startExample, whyNotRunnable } from '../src/examples.mjs';

const EXAMPLE = 'many-apps';

const [first, ...rest] = process.argv.slice(2);
const named = frameworks.includes(first);
const framework = named ? first : 'express';
const flags = named || first === undefined ? rest : [first, ...rest];

const problem = whyNotRunnable(EXAMPLE, framework);
if (problem !== undefined) stop(problem);
await startExample(EXAMPLE, framework, flags);
