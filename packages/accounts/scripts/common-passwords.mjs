// npm run common-passwords: writes data/common-passwords.txt anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Shorter ones matter too: repeated or padded they reach any length.
const SHARES = [
  { from: 4, to: 7, count: 2_000 },
  { from: 8, to: 14, count: 4_600 },
  { from: 15, to: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY },
];

const require = createRequire(import.meta.url);
const { name, version } = require('@zxcvbn-ts/language-common/package.json');
// The most common one comes first.
const ranked = JSON.parse(
  readFileSync(require.resolve('@zxcvbn-ts/language-common/src/passwords.json'), 'utf8'),
).filter((password) => /^[!-~]+$/.test(password));
const chosen = new Set(
  SHARES.flatMap(({ from, to, count }) =>
    ranked.filter(({ length }) => length >= from && length <= to).slice(0, count),
  ),
);
const header = [
  'Common passwords in lower case, the most common first; written by scripts/common-passwords.mjs.',
  `Source: ${name} ${version}, under the MIT License:`,
  ...readFileSync(require.resolve('@zxcvbn-ts/language-common/LICENSE.txt'), 'utf8').trim().split(/\r?\n/),
].map((line) => `# ${line}`.trimEnd());
const lines = [...header, ...ranked.filter((password) => chosen.has(password)), ''];
writeFileSync(new URL('../data/common-passwords.txt', import.meta.url), lines.join('\n'));
