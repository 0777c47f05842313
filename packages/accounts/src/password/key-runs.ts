/**
 * Finds characters that follow each other on a keyboard, in the alphabet or in counting, and repeated ones:
 * they add length to a password, and hardly a guess.
 */

const TRACKS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyza',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()',
];

const STEPS: ReadonlySet<string> = new Set(TRACKS.flatMap(pairsBothWays));

const CHARACTERS_PER_RUN = 5;
const SHORTEST_RUN = 3;

/** True when hardly anything but runs makes up the text: at most one for five characters. */
export function isMadeOfRuns(text: string): boolean {
  const characters = [...text];
  const breaks = characters.filter((_, index) => index > 0 && !isStep(characters, index)).length;
  return breaks + 1 <= Math.max(1, Math.floor(characters.length / CHARACTERS_PER_RUN));
}

/**
 * The text without the runs at its ends. A run can begin with the last character of a word, as in
 * `dragonnnnn`; so each end is given with that character and without.
 */
export function withoutRuns(text: string): string[] {
  const characters = [...text];
  const starts = endsOfRun(characters);
  const ends = endsOfRun(characters.toReversed()).map((index) => characters.length - index);
  return starts.flatMap((start) =>
    ends.filter((end) => end > start).map((end) => characters.slice(start, end).join('')),
  );
}

/** Where the text can begin: as it is, and behind its first run, with and without the run's last character. */
function endsOfRun(characters: readonly string[]): number[] {
  const found = characters.findIndex((_, index) => index > 0 && !isStep(characters, index));
  const end = found === -1 ? characters.length : found;
  return end < SHORTEST_RUN ? [0] : [0, end - 1, end];
}

function isStep(characters: readonly string[], index: number): boolean {
  const [from = '', to = ''] = [characters[index - 1], characters[index]];
  return from === to || STEPS.has(from + to);
}

function pairsBothWays(track: string): string[] {
  const pairs = [...track].slice(1).map((to, index) => track.charAt(index) + to);
  return pairs.flatMap((pair) => [pair, pair.charAt(1) + pair.charAt(0)]);
}
