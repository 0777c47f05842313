/**
 * The OpenAPI document, as what answers are held against.
 */

import { createApi } from '../../src/api/api.ts';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The app, made of nothing: enough to know its routes. */
export const bareApi = createApi(
  {} as never,
  { accounts: { own: {}, users: {}, roles: {}, audit: {} }, sendMail: null } as never,
);

export const apiDocument = bareApi.getOpenAPI31Document({
  openapi: '3.1.0',
  info: { title: '', version: '' },
}) as unknown as ApiDocument;

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const routes: readonly Route[] = Object.entries(apiDocument.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** Throws unless the document says that this endpoint answers so. Answers to what is no endpoint pass. */
export async function assertDocumented(method: string, path: string, response: Response): Promise<void> {
  const route = routes.find((each) => each.method === method && isAt(each.path, path));
  if (route === undefined) return;
  const documented = route.operation.responses[response.status];
  if (documented === undefined) throw new Error(`${method} ${route.path} answered ${response.status}`);
  const type = response.headers.get('content-type');
  const content = documented.content ?? {};
  const expected = Object.keys(content)[0] ?? null;
  if (type !== expected) throw new Error(`${method} ${route.path} ${response.status}: ${type}, not ${expected}`);
  if (response.headers.get('cache-control') !== 'no-store') throw new Error('may be stored');
  if (type?.endsWith('json') !== true || type.endsWith('ndjson')) return;
  if (response.headers.get('x-content-type-options') !== 'nosniff') throw new Error('may be sniffed');
  const odd = undocumented(content[type]?.schema ?? {}, await response.clone().json());
  if (odd.length > 0) throw new Error(`${method} ${route.path} ${response.status} holds ${odd.join(', ')}`);
}

function isAt(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
}

/** Paths of what a value holds beyond its schema. */
function undocumented(schema: Schema, value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts = partsOf(schema);
  if (parts.some(({ additionalProperties }) => additionalProperties !== undefined && additionalProperties !== false))
    return [];
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => part.items ?? []);
    return value.flatMap((each, index) => undocumented({ anyOf: items }, each, `${at}[${index}]`));
  }
  return Object.entries(value).flatMap(([key, each]) => {
    const known = parts.flatMap(({ properties = {} }) => (Object.hasOwn(properties, key) ? [properties[key]] : []));
    if (known.length === 0) return [`${at}.${key}`];
    return undocumented({ anyOf: known as Schema[] }, each, `${at}.${key}`);
  });
}

/** The schema with its references and alternatives resolved. */
function partsOf(schema: Schema): readonly Schema[] {
  const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
  const referred = $ref === undefined ? [] : [apiDocument.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}];
  return [schema, ...[...referred, ...anyOf, ...oneOf, ...allOf].flatMap(partsOf)];
}
