import { describeAccounts, SQLITE } from '@doorward/testing';
import { Hono } from 'hono';
import { honoHarness } from './harness.ts';

describeAccounts(honoHarness('Hono 4', Hono), SQLITE);
