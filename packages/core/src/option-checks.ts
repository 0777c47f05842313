/**
 * Checks of single options, for packages that have some of their own. A message says which option it is, what is wrong,
 * and what to give.
 */

import { X509Certificate } from 'node:crypto';
import { AuthError, type ErrorCode } from './auth-error.ts';

export interface OptionChecks {
  /** The error of an option, `problem` being what is wrong and the remedy. */
  wrong(option: string, problem: string): AuthError;
  /** Plain objects only: a RegExp or a Map in its place is a mistake that would match nothing, or too much. */
  assertObject(value: unknown, option: string, remedy: string): asserts value is object;
  /** Text with more in it than space. */
  assertText(value: unknown, option: string, remedy: string): asserts value is string;
  assertSwitch(value: unknown, option: string): asserts value is boolean;
  assertWhole(value: unknown, option: string, range: WholeRange): asserts value is number;
  /** Refuses an option that is there under no name of `names`, which is spelled wrong most likely. */
  assertKnown(given: object, option: string, names: readonly string[]): void;
  /**
   * The authorities of `{ ca }` or `{ caFile }`, in PEM, one by one; `undefined` where there is no such option.
   * `readFile` is the packages' own: the core reads no file.
   */
  authoritiesOf(tls: unknown, option: string, readFile: (file: string) => string): string[] | undefined;
}

export interface WholeRange {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** `code` is that of each error, such as `redis/options-invalid`. */
export function createOptionChecks(code: ErrorCode): OptionChecks {
  const wrong = (option: string, problem: string): AuthError =>
    new AuthError(code, `${option}: ${problem}`, { option });

  const checks: OptionChecks = {
    wrong,
    assertObject(value, option, remedy): asserts value is object {
      if (Object.prototype.toString.call(value) !== '[object Object]')
        throw wrong(option, `is not an object; ${remedy}`);
    },
    assertText(value, option, remedy): asserts value is string {
      if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
      if (value.trim() === '') throw wrong(option, `is empty; ${remedy}`);
    },
    assertSwitch(value, option): asserts value is boolean {
      if (typeof value !== 'boolean') throw wrong(option, 'is not true or false; give one, or leave it out');
    },
    assertWhole(value, option, { unit, least, most }): asserts value is number {
      if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
      throw wrong(option, `is not a whole number of ${unit} from ${least} to ${most}; give one, or leave it out`);
    },
    assertKnown(given, option, names) {
      const unknown = Object.keys(given).find((name) => !names.includes(name));
      if (unknown === undefined) return;
      throw wrong(`${option}.${unknown}`, `there is no such option; there are ${names.join(', ')}`);
    },
    authoritiesOf: (tls, option, readFile) => authoritiesOf(checks, { tls, option, readFile }),
  };
  return checks;
}

interface GivenAuthorities {
  readonly tls: unknown;
  readonly option: string;
  readonly readFile: (file: string) => string;
}

function authoritiesOf(checks: OptionChecks, { tls, option, readFile }: GivenAuthorities): string[] | undefined {
  if (tls === undefined) return undefined;
  checks.assertObject(tls, option, 'give an object with ca or caFile; certificates are always checked');
  checks.assertKnown(tls, option, ['ca', 'caFile']);
  const { ca, caFile } = tls as { readonly ca?: unknown; readonly caFile?: unknown };
  if (ca !== undefined && caFile !== undefined) throw checks.wrong(option, 'holds ca and caFile; keep one of them');
  if (ca !== undefined) return certificatesOf(checks, ca, `${option}.ca`);
  if (caFile === undefined) return undefined;
  const name = `${option}.caFile`;
  checks.assertText(caFile, name, 'name a file with certificates of authorities in PEM');
  let pem: string;
  try {
    pem = readFile(caFile);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw checks.wrong(name, `"${caFile}" cannot be read (${reason}); check path and permission`);
  }
  return certificatesOf(checks, pem, name);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesOf(checks: OptionChecks, pem: unknown, option: string): string[] {
  const remedy = 'give certificates of authorities in PEM, which begin with -----BEGIN CERTIFICATE-----';
  checks.assertText(pem, option, remedy);
  const found = [...(pem.match(CERTIFICATE) ?? [])];
  if (found.length === 0 || !found.every(isCertificate)) throw checks.wrong(option, `holds no certificate; ${remedy}`);
  return found;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
