import { describeAdapter } from '@doorward/testing';
import Koa from 'koa';
import Koa2 from 'koa-2';
import { koaHarness } from './harness.ts';

describeAdapter(koaHarness('Koa 3', Koa), 'full');
describeAdapter(koaHarness('Koa 2.16', Koa2), 'short');
