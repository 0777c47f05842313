/**
 * What the schemas of options are made of.
 *
 * @see https://valibot.dev/api/
 */

import * as v from 'valibot';

/**
 * As the library's own, which takes the names that every object has, such as `constructor`, for known ones, and a list
 * for an object without any.
 */
export function strictObject<const E extends v.ObjectEntries>(entries: E) {
  type Strict = v.StrictObjectSchema<E, undefined>;
  return v.pipe(
    v.custom<v.InferInput<Strict>>((value) => isObject(value) && !Array.isArray(value), 'give an object'),
    v.strictObject(Object.assign(Object.create(null), entries) as E),
  );
}

/** By any name: the library's own leaves out some, such as `constructor`, and takes lists and maps for empty ones. */
export function recordOf<S extends v.GenericSchema>(values: S) {
  type Values = Record<string, v.InferInput<S>>;
  return v.pipe(
    v.custom<Values>(isRecord, 'give an object'),
    v.lazy(
      (given): v.GenericSchema<Values, Record<string, v.InferOutput<S>>> =>
        strictObject(Object.fromEntries(Object.keys(given as Values).map((name) => [name, values]))),
    ),
  );
}

/** Off by default, with `false` too; `true` is every default of its settings. */
export function switchable<S extends v.GenericSchema>(settings: S) {
  return v.optional(
    v.pipe(
      v.unknown(),
      v.transform((given) => (given === true ? {} : given)),
      v.lazy((given) => (given === false ? v.literal(false) : settings)),
    ),
    false,
  );
}

export const flag = (otherwise: boolean) => v.optional(v.boolean(), otherwise);

export const wholeNumber = (least: number, most: number, remedy?: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least, remedy), v.maxValue(most));

export const someText = (remedy?: string) => v.pipe(v.string(), v.minLength(1, remedy));

export const text = (most: number) => v.pipe(someText(), v.maxLength(most));

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** An object that has nothing but what was written into it. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
}

export function callable<F>(what: string) {
  return v.custom<F>((value) => typeof value === 'function', `give ${what}`);
}

/** `methods`: with spaces between. */
export function implementing<T>(what: string, methods: string) {
  const names = methods.split(' ');
  const has = (value: unknown): boolean =>
    isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'function');
  return v.custom<T>(has, `give ${what} with ${names.join(', ')}`);
}
