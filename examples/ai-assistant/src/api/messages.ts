/**
 * `POST /api/agents/:id/messages`: what an agent says to a message. In one piece, or word by word as
 * server-sent events for a client that accepts `text/event-stream`.
 *
 * Doorward ends such a stream with the session or the key that it was asked with.
 *
 * @see HTML Standard §9.2 (server-sent events)
 */

import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Agent, agentOf } from '../agents/agents.ts';
import { SKILLS } from '../agents/skills.ts';
import { type Answer, type Call, type Handler, json } from '../answer.ts';
import { settingsNow } from '../assistant-settings.ts';
import { readJson, readLine } from '../read-body.ts';

export const sendMessage: Handler = async (call) => {
  const agent = agentOf(call.params);
  const { message } = await readJson(call.message, ['message']);
  const reply = replyOf(agent, message);
  return wantsEvents(call) ? events(reply) : json({ agent_id: agent.id, reply });
};

/** @throws ApiError 422 for what is no message. */
export function replyOf({ skill }: Agent, message: unknown): string {
  return SKILLS[skill].reply(readLine(message, 'message', settingsNow().maxMessageLength));
}

function wantsEvents({ message }: Call): boolean {
  return message.headers.accept?.includes('text/event-stream') === true;
}

function events(reply: string): Answer {
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  return { status: 200, headers, body: Readable.from(wordByWord(reply)) };
}

const WORD_MS = 40;

async function* wordByWord(reply: string): AsyncGenerator<string> {
  for (const text of reply.match(/\S+\s*/g) ?? []) {
    yield event('word', { text });
    await wait(WORD_MS);
  }
  yield event('done', { reply });
}

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
