/**
 * A Dockerfile as its instructions, in the order in which an engine carries them out.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */

import { DockerfileParser } from 'dockerfile-ast';

export interface Instruction {
  readonly keyword: string;
  readonly flags: Readonly<Record<string, string>>;
  /** All after the flags, as it stands there. */
  readonly text: string;
  readonly words: readonly string[];
  /** Names and values of ARG and ENV; `null`: a name alone. */
  readonly pairs: readonly (readonly [name: string, value: string | null])[];
}

export function readDockerfile(content: string): readonly Instruction[] {
  return DockerfileParser.parse(content)
    .getInstructions()
    .map((parsed) => ({
      keyword: parsed.getKeyword(),
      flags: 'getFlags' in parsed ? flagsOf(parsed as WithFlags) : {},
      text: parsed.getArgumentsContent() ?? '',
      words: parsed.getArguments().map((argument) => argument.getValue()),
      pairs: 'getProperties' in parsed ? pairsOf(parsed as WithProperties) : [],
    }));
}

/** A list in JSON, as CMD and HEALTHCHECK should have it: no shell stands between the engine and the program. */
export function execForm(text: string): readonly string[] {
  if (!text.startsWith('[')) throw new Error(`${text}: without [ ] a shell would run it, and keep signals for itself.`);
  return JSON.parse(text) as string[];
}

/** Fills in `$NAME` and `${NAME}`. @throws Error for one that has no value, where an engine would take none. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? '';
    const value = variables[name];
    if (value === undefined) throw new Error(`${text}: ${name} has no value here.`);
    return value;
  });
}

interface Named {
  getName(): string;
  getValue(): string | null;
}

interface WithFlags {
  getFlags(): readonly Named[];
}

interface WithProperties {
  getProperties(): readonly Named[];
}

function flagsOf(parsed: WithFlags): Readonly<Record<string, string>> {
  return Object.fromEntries(parsed.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? '']));
}

function pairsOf(parsed: WithProperties): Instruction['pairs'] {
  return parsed.getProperties().map((property) => [property.getName(), property.getValue()] as const);
}
