import { describe, expect, it } from '@jest/globals';
import type { Core } from '../../src/core.ts';
import { FetchRequestView } from '../../src/request/fetch-view.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { metricsText } from '../../src/telemetry/metrics-text.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { givenCore, TOKEN } from '../fixture/given-core.ts';

const linesOf = (core: Core): readonly string[] => metricsText(core.telemetry.measures).split('\n');

const ask = (core: Core, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  core.begin(new FetchRequestView(new Request(`http://own.example${path}`, { headers, method }), ''));

const decided = (outcome: string, times: number): string =>
  `doorward_decisions_total{doorward_outcome="${outcome}"} ${times}`;

describe('what a core counts', () => {
  it('is each decision, once, by what came out', async () => {
    const { core, signIn } = givenCore({ public: ['/assets/'] });
    const cookie = await signIn();
    await ask(core, '/', { cookie });
    await ask(core, '/', { cookie });
    await ask(core, '/assets/a.css');
    await ask(core, '/');
    await ask(core, '/', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' });
    await ask(core, '/auth/login');
    await ask(core, '/', { cookie, origin: 'https://evil.example' }, 'POST');
    await ask(core, '/%zz');
    expect(linesOf(core)).toEqual(
      expect.arrayContaining([
        decided('continue', 2),
        decided('public', 1),
        decided('unauthenticated', 1),
        decided('redirected', 1),
        decided('endpoint', 1),
        decided('forbidden', 1),
        decided('refused', 1),
        decided('limited', 0),
        'doorward_sessions_cached 1',
        'doorward_connections_live 0',
      ]),
    );
  });

  it('is a store that is away as that, and never as somebody signed out (F1)', async () => {
    const memory = createMemoryStore();
    const telemetry = createTelemetry();
    let isAway = false;
    const outside = {
      ...memory,
      get(kind: 'session' | 'ticket', key: string) {
        if (isAway) throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
        return memory.get(kind, key);
      },
    };
    const { core } = givenCore({ telemetry, store: telemetry.stores.expiring(outside, 'redis') });
    const cookie = `doorward_test=${'a'.repeat(43)}`;
    const away = 'doorward_store_away{doorward_store="expiring",db_system_name="redis"}';
    await ask(core, '/', { cookie });
    expect(linesOf(core)).toContain(`${away} 0`);
    isAway = true;
    await ask(core, '/', { cookie });
    expect(linesOf(core)).toEqual(expect.arrayContaining([decided('unavailable', 1), `${away} 1`]));
    expect(linesOf(core).join('\n')).toMatch(/call_duration_seconds_count\{[^}]*"get",error_type="ECONNREFUSED"\} 1/);
    isAway = false;
    await ask(core, '/', { cookie });
    expect(linesOf(core)).toContain(`${away} 0`);
  });

  it('is sign-ins by method and outcome, and sessions by why they ended, with the name of nobody', async () => {
    const { core, signIn } = givenCore();
    const client = { clientAddress: '192.0.2.77', cookieHeader: undefined };
    await core.signIn.withPassword({ name: 'olga', password: 'wrong-canary', isLocal: false }, client);
    const cookieHeader = await signIn();
    await core.signIn.end({ ...client, cookieHeader });
    const text = linesOf(core).join('\n');
    expect(text).toContain('doorward_sign_ins_total{doorward_method="token",doorward_outcome="success"} 1');
    expect(text).toMatch(/sign_ins_total\{[^}]*"failure",error_type="core\/invalid-credential"\} 1/);
    expect(text).toContain('doorward_sessions_ended_total{doorward_reason="logout"} 1');
    for (const secret of ['olga', 'canary', '192.0.2.77', TOKEN, cookieHeader]) expect(text).not.toContain(secret);
  });

  it('takes no sentence and no odd name into a label', () => {
    const { core } = givenCore();
    core.events.emit('login-failure', { method: 'Olga Ek', reason: 'olga was wrong' });
    core.events.emit('session-ended', { reason: 'missing permission olga:read' });
    const text = linesOf(core).join('\n');
    expect(text).toMatch(/sign_ins_total\{doorward_method="other",[^}]*error_type="other"\} 1/);
    expect(text.toLowerCase()).not.toContain('olga');
  });
});
