import { createMemoryDurableStore } from '@doorward/core';
import { describeDurableStore } from '@doorward/testing';

describeDurableStore({ name: 'the durable memory store', open: () => createMemoryDurableStore() });
