import { describeAccounts, SQLITE } from '@doorward/testing';
import express from 'express';
import { expressHarness } from './harness.ts';

describeAccounts(expressHarness('Express 5', express), SQLITE);
