/**
 * The routes of one kind of resource. Who may call them, routes.ts says.
 */

import { ApiError, type Call, json, NO_CONTENT, type Route } from '../answer.ts';
import { readTexts } from '../read-body.ts';
import { addItem, type Item, itemOf, type Resource } from '../resources.ts';

const FIELDS = { name: 60, description: 300, content: 10_000 } as const;

export function resourceRoutes(prefix: string, resource: Resource): readonly Route[] {
  const all = `${prefix}/${resource.name}`;
  const one = `${all}/:id`;
  const itemIn = ({ params }: Call): Item => itemOf(resource, params['id']);

  /** `PUT` replaces all of it, `PATCH` what is sent. */
  const change = (before: (item: Item) => Partial<Item>) => async (call: Call) => {
    const item = itemIn(call);
    const next = whole({ ...before(item), ...(await readTexts(call.message, FIELDS)) });
    // It may have been deleted while the body came.
    itemIn(call);
    resource.items.set(item.id, { ...next, id: item.id });
    return json(itemIn(call));
  };

  return [
    { method: 'get', path: all, handle: () => json({ [resource.name]: [...resource.items.values()] }) },
    { method: 'get', path: one, handle: (call) => json(itemIn(call)) },
    {
      method: 'post',
      path: all,
      handle: async ({ message }) => json(addItem(resource, whole(await readTexts(message, FIELDS))), 201),
    },
    { method: 'put', path: one, handle: change(() => ({})) },
    { method: 'patch', path: one, handle: change((item) => item) },
    {
      method: 'delete',
      path: one,
      handle: (call) => {
        resource.items.delete(itemIn(call).id);
        return NO_CONTENT;
      },
    },
    {
      method: 'post',
      path: `${one}/execute`,
      handle: async (call) => {
        const { input = '' } = await readTexts(call.message, { input: 2_000 });
        return json({ output: resource.execute(itemIn(call), input) });
      },
    },
  ];
}

/** @throws ApiError 422 without a name */
function whole({ name = '', description = '', content = '' }: Partial<Item>): Omit<Item, 'id'> {
  if (name.trim() === '') throw new ApiError(422, 'Give it a name.', 'name');
  return { name: name.trim(), description: description.trim(), content };
}
