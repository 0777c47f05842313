// Runs one command to its end.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './repository.mjs';

/**
 * Resolves with the exit code and, when `quiet`, with all that the command wrote; else it writes straight to our
 * output. Never rejects: a command that cannot be started gives code 127, one that `minutes` ended code 1.
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false, minutes = 0 } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, {
      cwd,
      env,
      stdio,
      timeout: minutes * 60_000,
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a program of the root's devDependencies. */
export function runTool(name, args, options) {
  return run(join(root, 'node_modules/.bin', name), args, options);
}

/** Ends the process with a message that says what to do. */
export function stop(message) {
  console.error(message);
  process.exit(1);
}
