/**
 * One reading of the path, or the knowledge that there are several. Servers differ in what they
 * decode, collapse and cut off; a rule is only safe when it holds for every one of them.
 *
 * @see RFC 9112 §3.2 (request target), RFC 3986 §6 (normalisation)
 */

export interface RequestTarget {
  /** The path as sent, without query; escapes in upper case (RFC 3986 §6.2.2.1). */
  readonly path: string;
  /** The query as sent, without `?`; `''` when there is none. */
  readonly query: string;
  /** Every path that a server in use could make of it. One entry when all agree. */
  readonly readings: readonly string[];
  /** True when the readings differ in structure: such a target never matches a public rule. */
  readonly ambiguous: boolean;
}

/**
 * Index at which the path of a plain target ends (its `?`, or its length); -1 when the target needs
 * {@link readTarget}. Plain is what every server reads alike: a leading slash, no empty or dot
 * segment, and none of `% \ ; #` or a control character.
 */
export function plainPathEnd(target: string): number {
  if (target.charCodeAt(0) !== SLASH) return -1;
  let previous = 0;
  let end = target.length;
  for (let i = 0; i < end; i += 1) {
    const code = target.charCodeAt(i);
    if (code === QUESTION) {
      end = i;
      break;
    }
    if (!isPlainPathCode(code)) return -1;
    if (previous === SLASH && (code === SLASH || code === DOT)) return -1;
    previous = code;
  }
  for (let i = end; i < target.length; i += 1) {
    const code = target.charCodeAt(i);
    if (code === HASH || code <= SPACE || code === DELETE) return -1;
  }
  return end;
}

/**
 * Reads any target. `null` means that no server should serve it: NUL or another control character,
 * a fragment, a broken percent escape, or an absolute form whose host is not `host`.
 */
export function readTarget(target: string, host: string | undefined): RequestTarget | null {
  const origin = originForm(target, host);
  if (origin === null || hasForbiddenCode(origin)) return null;
  const question = origin.indexOf('?');
  const path = upperEscapes(question === -1 ? origin : origin.slice(0, question));
  const query = question === -1 ? '' : origin.slice(question + 1);
  if (BROKEN_PERCENT.test(path)) return null;
  if (plainPathEnd(path) !== -1) return { path, query, readings: [path], ambiguous: false };
  if (/%00/.test(path) || (path.length > MAX_ODD_PATH_LENGTH && hasSeveralStructures(path))) return null;
  return { path, query, ...readingsOf(path) };
}

/** The path as sent, whatever the form of the target. */
export function requestPath(target: string): string {
  const rest = target.startsWith('/') ? target : (ABSOLUTE_FORM.exec(target)?.[2] ?? target);
  const question = rest.indexOf('?');
  const path = question === -1 ? rest : rest.slice(0, question);
  return path.startsWith('/') ? path : `/${path}`;
}

const SLASH = 0x2f;
const DOT = 0x2e;
const QUESTION = 0x3f;
const HASH = 0x23;
const SPACE = 0x20;
const DELETE = 0x7f;

/** `%` that two hex digits do not follow. */
const BROKEN_PERCENT = /%(?![0-9A-Fa-f]{2})/;

/** scheme "://" authority, then the rest (RFC 9112 §3.2.2). */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#@\\]+)(.*)$/is;

function isPlainPathCode(code: number): boolean {
  // Printable ASCII but for `" # % ; < > \ ^ ` { | }`; bytes above it are not valid in a target.
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x2d && code <= 0x3a) ||
    (code >= 0x40 && code <= 0x5b) ||
    code === 0x5d ||
    code === 0x5f ||
    code === 0x7e ||
    code === 0x21 ||
    (code >= 0x24 && code <= 0x2c && code !== 0x25) ||
    code === 0x3d
  );
}

function upperEscapes(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
}

function originForm(target: string, host: string | undefined): string | null {
  if (target.startsWith('/')) return target;
  if (target === '*') return '/*';
  const absolute = ABSOLUTE_FORM.exec(target);
  if (absolute === null || host === undefined) return null;
  const [, authority, rest] = absolute as unknown as [string, string, string];
  if (authority.toLowerCase() !== host.toLowerCase() || !/^(?:[/?]|$)/.test(rest)) return null;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function hasForbiddenCode(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code <= SPACE || code === DELETE || code === HASH) return true;
  }
  return false;
}

/** A longer path that servers read differently is refused: each reading costs its length. */
const MAX_ODD_PATH_LENGTH = 2048;

/** Decoded more often than this, a path is ambiguous whatever it holds. */
const MAX_DECODE_DEPTH = 3;

function readingsOf(path: string): { readings: readonly string[]; ambiguous: boolean } {
  const readings = new Set<string>([path]);
  let decoded = path;
  for (let depth = 0; ; depth += 1) {
    addStructuralReadings(decoded, readings);
    const next = decodeAscii(decoded);
    if (next === decoded) break;
    readings.add(next);
    if (depth === MAX_DECODE_DEPTH) return { readings: [...readings], ambiguous: true };
    decoded = next;
  }
  return { readings: [...readings], ambiguous: hasSeveralStructures(path) };
}

/** What is left after each habit of a server: parameters cut, backslash read, slashes collapsed, dots resolved. */
function addStructuralReadings(path: string, readings: Set<string>): void {
  for (const cut of [path, firstOf(path, /[?#]/)]) {
    for (const parameters of [cut, cut.replace(/;[^/]*/g, ''), firstOf(cut, /;/)]) {
      for (const slashes of [parameters, parameters.replaceAll('\\', '/')]) {
        const collapsed = slashes.replace(/\/{2,}/g, '/');
        readings.add(slashes);
        readings.add(collapsed);
        readings.add(resolveDots(slashes));
        readings.add(resolveDots(collapsed));
        readings.add(resolveDots(slashes).replace(/\/{2,}/g, '/'));
      }
    }
  }
}

function firstOf(path: string, separator: RegExp): string {
  const at = path.search(separator);
  return at === -1 ? path : path.slice(0, at);
}

/** RFC 3986 §5.2.4. */
function resolveDots(path: string): string {
  if (!path.includes('/.')) return path;
  const out: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') out.pop();
    else if (segment !== '.') out.push(segment);
    if (last && (segment === '.' || segment === '..')) out.push('');
  });
  return `/${out.join('/')}`;
}

/** Decodes escapes of ASCII once; those of other bytes stay, since no rule's structure hangs on them. */
function decodeAscii(path: string): string {
  return path.replace(/%([0-9A-Fa-f]{2})/g, (escaped, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x80 ? String.fromCharCode(code) : escaped;
  });
}

/** Escapes of `% / \ . ; ? #` and controls, or those characters themselves where servers differ on them. */
const STRUCTURAL = /%(?:25|2f|5c|2e|3b|3f|23|[01][0-9a-f]|7f)|[\\;]|\/\/|\/\.{1,2}(?:\/|$)/i;

/** Overlong or stray UTF-8 bytes, which lenient decoders read as ASCII. */
const STRAY_BYTE = /%(?:c[01]|f[5-9a-f])/i;

function hasSeveralStructures(path: string): boolean {
  return STRUCTURAL.test(path) || STRAY_BYTE.test(path) || !path.startsWith('/');
}
