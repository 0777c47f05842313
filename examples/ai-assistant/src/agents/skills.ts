/**
 * What agents can do. No model is asked: the same message always gets the same reply.
 */

export type Skill = 'summary' | 'checklist' | 'spelling';

interface SkillInfo {
  /** For people who choose one. */
  readonly label: string;
  /** The agent that comes with it. */
  readonly agent: string;
  readonly description: string;
  readonly example: string;
  reply(message: string): string;
}

export const SKILLS: Readonly<Record<Skill, SkillInfo>> = {
  summary: {
    label: 'Sums up a text',
    agent: 'Summariser',
    description: 'Says how long a text is, and what it begins with.',
    example: 'Paste a text that is too long to read now.',
    reply: sumUp,
  },
  checklist: {
    label: 'Makes a checklist',
    agent: 'Planner',
    description: 'Turns what you have in mind into steps.',
    example: 'book the room, invite the team and order lunch',
    reply: listSteps,
  },
  spelling: {
    label: 'Spells a name',
    agent: 'Speller',
    description: 'Spells a name for the telephone.',
    example: 'Ardea',
    reply: spell,
  },
};

export const isSkill = (value: unknown): value is Skill => typeof value === 'string' && Object.hasOwn(SKILLS, value);

function sumUp(message: string): string {
  const words = message.trim().split(/\s+/).length;
  const sentences = message.match(/[^.!?]+[.!?]*/g) ?? [message];
  const first = sentences[0]?.trim() ?? '';
  const seconds = Math.max(1, Math.round((words / WORDS_PER_MINUTE) * 60));
  const start = first.length > 120 ? `${first.slice(0, 119)}…` : first;
  return `${count(words, 'word')} in ${count(sentences.length, 'sentence')}, read in about ${count(seconds, 'second')}. It begins: “${start}”`;
}

const WORDS_PER_MINUTE = 230;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function listSteps(message: string): string {
  const steps = message
    .split(/[,;\n]|\band\b|\bthen\b/i)
    .map((step) => step.trim().replace(/\.$/, ''))
    .filter((step) => step !== '');
  if (steps.length === 0) return 'Tell me what has to be done, with commas between the steps.';
  return steps.map((step, index) => `${index + 1}. ${step.slice(0, 1).toUpperCase()}${step.slice(1)}`).join('\n');
}

function spell(message: string): string {
  const words = [...message.toUpperCase()].flatMap((letter) => ALPHABET[letter] ?? []).slice(0, 40);
  return words.length === 0 ? 'I can spell the letters A to Z and the digits.' : words.join(' – ');
}

/** The spelling alphabet of the ICAO. */
const ALPHABET: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo ' +
    'Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'
  )
    .split(' ')
    .concat([...'0123456789'])
    .map((word) => [word.charAt(0), word]),
);
