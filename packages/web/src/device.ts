/**
 * What a person calls the device of a session, read from its `User-Agent`. Good for recognising one's own
 * browser, and for nothing else: the header says what its sender likes.
 */

/** Such as `Firefox on Linux`. */
export function deviceOf(userAgent: string | null): string {
  // Whatever is sent, the expressions below see no more than a line of it.
  const text = userAgent?.slice(0, MAX_LENGTH).trim() ?? '';
  const browser = nameIn(BROWSERS, text);
  const system = nameIn(SYSTEMS, text);
  if (browser !== null && system !== null) return `${browser} on ${system}`;
  return browser ?? system ?? (text.split(/[\s/;(]/u, 1)[0] || 'Unknown device');
}

const MAX_LENGTH = 256;

type Marks = readonly (readonly [mark: RegExp, name: string])[];

/** The more special ones first: they also name those that they come from. */
const BROWSERS: Marks = [
  [/\bEdgi?A?(?:OS)?\//, 'Edge'],
  [/\b(?:OPR|OPiOS)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^python-requests\//, 'Python'],
];

const SYSTEMS: Marks = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b|\bMac OS X\b/, 'Mac'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

const nameIn = (marks: Marks, text: string): string | null => marks.find(([mark]) => mark.test(text))?.[1] ?? null;
