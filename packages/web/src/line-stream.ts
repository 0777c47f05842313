/**
 * Lines that are read one by one, as a body.
 */

const CHUNK_LENGTH = 16 * 1024;

/**
 * Resolves once the first line is there, so that whoever may not have it is told by a status; rejects with
 * what the source throws until then. Reads on as the client does, and no further.
 */
export async function streamOf(
  lines: AsyncGenerator<string>,
  onError: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let { done = false, value: waiting = '' } = await lines.next();

  /** As many lines as make a chunk worth sending. */
  async function chunk(): Promise<string> {
    let text = waiting;
    waiting = '';
    while (!done && text.length < CHUNK_LENGTH) {
      const line = await lines.next();
      done = line.done ?? false;
      text += line.value ?? '';
    }
    return text;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const text = await chunk();
          if (text !== '') controller.enqueue(encoder.encode(text));
          if (done) controller.close();
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
