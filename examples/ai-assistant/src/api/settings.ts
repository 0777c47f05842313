/**
 * `/admin/settings`, for admins: JSON for programs, a page for people.
 */

import { type Handler, json, seeOther, wantsPage } from '../answer.ts';
import { type AssistantSettings, replaceSettings, settingsNow } from '../assistant-settings.ts';
import { settingsPage } from '../pages/settings-page.ts';
import { type Fields, readCount, readForm, readJson, readLine } from '../read-body.ts';

const FIELDS = ['greeting', 'max_message_length', 'max_agents'];

export const showSettings: Handler = (call) =>
  wantsPage(call) ? settingsPage(call) : json(settingsRecord(settingsNow()));

/** All of them: what is left out is refused, not kept. */
export const putSettings: Handler = async ({ message }) => {
  replaceSettings(readSettings(await readJson(message, FIELDS)));
  return json(settingsRecord(settingsNow()));
};

export const saveSettings: Handler = async ({ auth, message }) => {
  const form = await readForm(message);
  const number = (name: string): number => Number(form.get(name) || Number.NaN);
  replaceSettings(
    readSettings({
      greeting: form.get('greeting'),
      max_message_length: number('max_message_length'),
      max_agents: number('max_agents'),
    }),
  );
  return seeOther(auth.link('/admin/settings?saved'));
};

function readSettings({ greeting, max_message_length, max_agents }: Fields): AssistantSettings {
  return {
    greeting: readLine(greeting, 'greeting', 200),
    maxMessageLength: readCount(max_message_length, 'max_message_length', 1, 10_000),
    maxAgents: readCount(max_agents, 'max_agents', 1, 100),
  };
}

function settingsRecord({ greeting, maxMessageLength, maxAgents }: AssistantSettings): unknown {
  return { greeting, max_message_length: maxMessageLength, max_agents: maxAgents };
}
