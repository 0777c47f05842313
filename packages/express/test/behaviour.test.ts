import { describeAdapter } from '@doorward/testing';
import express from 'express';
import express4 from 'express-4';
import { expressHarness } from './harness.ts';

describeAdapter(expressHarness('Express 5', express), 'full');
describeAdapter(expressHarness('Express 4.21', express4), 'short');
