import { createMemoryStore } from '@doorward/core';
import { describeExpiringStore } from '@doorward/testing';

describeExpiringStore({ name: 'the memory store', open: (now) => createMemoryStore({ now }) });
