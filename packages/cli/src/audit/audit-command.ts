/**
 * `audit` and its filters.
 */

import { eventTypes } from '@doorward/core';
import { type Command, Option } from 'commander';
import { readCount, readTime } from './filters.ts';
import type { AuditOptions } from './print-events.ts';

export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .description('print what happened, one line of JSON for each event, the newest first')
    .addOption(new Option('--type <type...>', 'only events of these types').choices(eventTypes))
    .option('--user <user>', 'only events by this user or about him; username, e-mail address or id')
    .option('--from <time>', 'from then on: 2026-11-21, 2026-11-21T10:00Z, or 24h ago as 24h', readTime)
    .option('--until <time>', 'up to then', readTime)
    .option('--limit <count>', 'at most so many', readCount)
    .action(async (_options: object, command: Command) => {
      const { printEvents } = await import('./print-events.ts');
      await printEvents(command.optsWithGlobals<AuditOptions>());
    });
}
