import { describeAccounts, SQLITE } from '@doorward/testing';
import Koa from 'koa';
import { koaHarness } from './harness.ts';

describeAccounts(koaHarness('Koa 3', Koa), SQLITE);
