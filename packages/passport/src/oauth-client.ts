/**
 * The client by which strategies of the OAuth 2.0 family ask the provider, for one attempt. It calls them back from a
 * stream, where what they throw would end the process: passport-openidconnect 0.1.2 throws on a userinfo answer that
 * is no JSON, and the client itself on a token answer `null`.
 *
 * @see https://github.com/ciaranj/node-oauth/blob/master/lib/oauth2.js
 */

type Callback = (...results: readonly unknown[]) => unknown;
type Method = (...values: readonly unknown[]) => unknown;

/** The properties of an attempt, with a client of its own where the strategy has one. */
export function withClient(
  strategy: object,
  properties: PropertyDescriptorMap,
  onThrow: (error: unknown) => void,
): PropertyDescriptorMap {
  const given: unknown = properties['_oauth2']?.value ?? Reflect.get(strategy, '_oauth2');
  if (!isClient(given)) return properties;
  const client = observed(given, '_request', (callback) => guarded(callback, onThrow));
  return { ...properties, _oauth2: { value: client, configurable: true } };
}

/** The client with a method whose callback is another one: `wrap` makes it of the one that was given. */
export function observed<Client extends object>(
  client: Client,
  name: string,
  wrap: (callback: Callback) => Callback,
): Client {
  const original = Reflect.get(client, name) as Method;
  return Object.create(client, {
    [name]: {
      value(this: unknown, ...values: readonly unknown[]): unknown {
        const last = values.at(-1);
        const callback = typeof last === 'function' ? [wrap(last as Callback)] : [last];
        return original.call(this, ...values.slice(0, -1), ...callback);
      },
    },
  });
}

function isClient(value: unknown): value is object {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, '_request') === 'function';
}

function guarded(callback: Callback, onThrow: (error: unknown) => void): Callback {
  return (...results) => {
    try {
      return callback(...results);
    } catch (error) {
      return onThrow(error);
    }
  };
}
