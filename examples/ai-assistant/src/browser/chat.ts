/**
 * The chat box in the browser: sends what was typed, and shows the reply word by word as it comes.
 */

const form = find('composer') as HTMLFormElement;
const input = find('message') as HTMLTextAreaElement;
const talk = find('talk');
const button = form.querySelector('button') as HTMLButtonElement;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const message = input.value.trim();
  if (message !== '' && !button.disabled) void send(message);
});

input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

async function send(message: string): Promise<void> {
  say('you', 'You', message);
  input.value = '';
  const reply = say('agent', form.dataset['agent'] ?? '', '');
  busy(true);
  try {
    await receive(await post(message), reply);
  } catch (error) {
    reply.parentElement?.classList.add('failed');
    reply.textContent = error instanceof Failure ? error.message : 'The reply broke off. Try again.';
  }
  busy(false);
  input.focus();
}

/** What the server said is wrong, for the person. */
class Failure extends Error {}

async function post(message: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(form.dataset['api'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message }),
  });
  // Signed out meanwhile: the page itself leads to the login, and back.
  if (response.status === 401) location.reload();
  if (response.ok && response.body !== null) return response.body;
  const { detail } = (await response.json()) as { detail?: string };
  throw new Failure(detail ?? 'That did not work.');
}

async function receive(stream: ReadableStream<Uint8Array>, reply: HTMLElement): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + decoder.decode(part.value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [name = '', data = ''] = event.split('\n').map((line) => line.replace(/^\w+: /, ''));
      if (name === 'done') return;
      reply.append((JSON.parse(data) as { text: string }).text);
      reply.parentElement?.scrollIntoView({ block: 'nearest' });
    }
  }
  throw new Error('the stream ended before the reply');
}

function say(look: string, who: string, text: string): HTMLElement {
  const bubble = document.createElement('p');
  bubble.className = look;
  const name = document.createElement('span');
  name.className = 'who';
  name.textContent = who;
  const content = document.createElement('span');
  content.textContent = text;
  bubble.append(name, content);
  talk.append(bubble);
  bubble.scrollIntoView({ block: 'nearest' });
  return content;
}

/** A reply is read out once, when it is whole. */
function busy(isBusy: boolean): void {
  button.disabled = isBusy;
  talk.setAttribute('aria-busy', String(isBusy));
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}
