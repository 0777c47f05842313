import { describeAdapter } from '@doorward/testing';
import { Hono } from 'hono';
import { honoHarness } from './harness.ts';

// In a file of its own, since the replaced globals stay.
describeAdapter(honoHarness('Hono 4 with Request and Response replaced', Hono, true), 'short');
