/**
 * The settings of the assistant, which admins change while it runs: in memory, and gone with the process.
 */

export interface AssistantSettings {
  /** What an agent says first. */
  readonly greeting: string;
  /** Characters. */
  readonly maxMessageLength: number;
  readonly maxAgents: number;
}

let settings: AssistantSettings = { greeting: 'How can I help?', maxMessageLength: 2_000, maxAgents: 20 };

export const settingsNow = (): AssistantSettings => settings;

export function replaceSettings(next: AssistantSettings): void {
  settings = next;
}
