// Runs a server in the foreground as if it had been started by itself.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './repository.mjs';

/** Runs a script with the running Node, passes signals on to it, and ends this process as the script ended. */
export function launch(script, args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the whole process group: passed on, the server would get it twice.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
