/**
 * A key, shown this once to who made it.
 */

import type { IssuedKey } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { Time } from '../time.tsx';

export interface KeyShownProps {
  readonly issued: IssuedKey;
  /** Page of the key. */
  readonly path: string;
  /** Header that takes keys. */
  readonly header: string;
  /** An address of the site; `null` when it is not known. */
  readonly address: string | null;
  readonly isRotated: boolean;
}

export function KeyShown({ issued: { key, secret }, path, header, address, isRotated }: KeyShownProps): Child {
  return (
    <>
      <p class="message wait" role="status">
        Copy the key now. It is shown this once, and cannot be had again.
      </p>
      <section class="card" aria-label="Key">
        <div class="field">
          <label for="key">API key</label>
          <input
            id="key"
            class="secret"
            value={secret}
            readonly
            autocomplete="off"
            spellcheck={false}
            aria-describedby="key-hint"
          />
          <p class="hint" id="key-hint">
            Three clicks select all of it, and so does the key Tab.
          </p>
        </div>
        <h2>How to send it</h2>
        <p>
          With every request, as the header <code>{header}</code> or as <code>Authorization: Bearer</code>. In a shell
          that has it as <code>KEY</code>:
        </p>
        <pre>
          <code>{`curl -H "${header}: $KEY" ${address ?? '"$ADDRESS"'}`}</code>
        </pre>
        <ul>
          <li>Keep it like a password: whoever has it can use it.</li>
          {isRotated && <Former until={key.previousUntil} />}
          {key.expiresAt !== null && (
            <li>
              It expires on <Time at={key.expiresAt} />.
            </li>
          )}
        </ul>
        <div class="actions">
          <a class="button" href={path}>
            Go on to the key
          </a>
        </div>
      </section>
    </>
  );
}

const Former = ({ until }: { until: number | null }) =>
  until === null ? (
    <li>The one before opens nothing any more.</li>
  ) : (
    <li>
      The one before still counts until <Time at={until} />.
    </li>
  );
