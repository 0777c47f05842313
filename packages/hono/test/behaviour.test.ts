import { describeAdapter } from '@doorward/testing';
import { Hono } from 'hono';
import { Hono as OldestHono } from 'hono-oldest';
import { honoHarness } from './harness.ts';

describeAdapter(honoHarness('Hono 4', Hono), 'full');
describeAdapter(honoHarness('Hono 4.6', OldestHono as unknown as typeof Hono), 'short');
