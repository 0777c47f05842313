/**
 * Fetches the issuer's keys from the configured address, and from nowhere else.
 * @see RFC 7517 §8.5
 */

/** From the request to the last byte. */
const TIMEOUT_MS = 5_000;

const MAX_BYTES = 1_000_000;

/** The JSON that the address answers. Rejects when that takes too long, is too large, or leads elsewhere. */
export async function fetchKeySet(address: URL): Promise<unknown> {
  const response = await fetch(address, {
    // Keys count for whoever is asked, who cannot pass that on.
    redirect: 'error',
    headers: { accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return JSON.parse(await readText(response));
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    length += chunk.length;
    // Leaving the loop gives the connection up.
    if (length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
