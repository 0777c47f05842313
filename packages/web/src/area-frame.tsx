/**
 * The bar over the pages of who is signed in, with links to no more than that person may open.
 */

import { type Accounts, fieldOf, problemOf } from '@doorward/accounts';
import { type HeaderList, type Problem, problems } from '@doorward/core';
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { type EndpointTools, type Env, retryAfter } from './endpoint-tools.ts';
import type { Bar, Link } from './layout.tsx';
import { htmlResponse } from './responses.ts';

export type Section = 'account' | 'users' | 'roles' | 'keys' | 'audit';

export interface AreaPage {
  readonly heading: string;
  readonly section: Section;
  readonly content: Child;
  readonly back?: Link;
  readonly action?: Child;
  /** What is wrong with the form that was sent. */
  readonly fault?: Problem | null;
}

export interface AreaFrame {
  answer(c: Context<Env>, page: AreaPage): Promise<Response>;
  /** The same for an error that is the whole answer. */
  refuse(c: Context<Env>, section: Section, problem: Problem): Promise<Response>;
}

export function createAreaFrame(tools: EndpointTools, { users, own, keys }: Accounts): AreaFrame {
  async function barOf(c: Context<Env>, section: Section): Promise<Bar> {
    const { home, logout, paths } = tools.siteOf(c);
    const actor = tools.actorOf(c);
    const signOut = actor.sessionId === null ? null : logout;
    if (c.env.state?.obligation) return { home, links: [], signOut };
    const [actions, isUser, hasKeys] = await Promise.all([
      unlessRefused<ReadonlySet<string>>(
        users.allowed(actor).then((allowed) => allowed.actions),
        NO_ACTIONS,
      ),
      unlessRefused(
        own.get(actor).then(() => true),
        false,
      ),
      unlessRefused(keys === null ? Promise.resolve(false) : keys.allowed(actor).then(({ service }) => service), false),
    ]);
    const links = [
      { section: 'account', label: 'Account', href: isUser ? paths.account : undefined },
      { section: 'users', label: 'Users', href: actions.has('read') ? paths.admin : undefined },
      {
        section: 'roles',
        label: 'Roles',
        href: actions.has('roles') && paths.admin ? `${paths.admin}/roles` : undefined,
      },
      { section: 'keys', label: 'Keys', href: hasKeys && paths.admin ? `${paths.admin}/keys` : undefined },
      {
        section: 'audit',
        label: 'Audit',
        href: actions.has('audit') && paths.admin ? `${paths.admin}/audit` : undefined,
      },
    ];
    return {
      home,
      signOut,
      links: links.flatMap(({ href, label, section: each }) =>
        href === undefined ? [] : [{ href, label, isHere: each === section }],
      ),
    };
  }

  async function answer(c: Context<Env>, page: AreaPage, status = 200, headers: HeaderList = []): Promise<Response> {
    const { heading, content, section, back = null, action = null } = page;
    const html = tools.layout.renderWide({ heading, content, back, action, bar: await barOf(c, section) });
    return htmlResponse({ html, headers: tools.layout.headers }, status, headers);
  }

  return {
    answer: (c, page) => answer(c, page, page.fault?.status ?? 200, page.fault ? retryAfter(page.fault) : []),
    refuse(c, section, problem) {
      const { home } = tools.siteOf(c);
      return answer(
        c,
        { heading: problem.title, section, content: <Refusal problem={problem} home={home} /> },
        problem.status,
        retryAfter(problem),
      );
    },
  };
}

const NO_ACTIONS: ReadonlySet<string> = new Set();

/** The account may be gone or disabled since the request began: then the bar leads nowhere. */
async function unlessRefused<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (problemOf(error) === null) throw error;
    return otherwise;
  }
}

/** What is wrong with a form, to be shown on it; throws what is no fault of who sent it. */
export function formFault(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem === null) throw error;
  const field = fieldOf(error);
  return field === undefined ? problem : { ...problem, field };
}

/** The answer to who may not be in an area at all. */
export const notForYou: Problem = {
  ...problems.forbidden,
  detail: 'Your roles do not let you manage users. Ask an owner.',
};

const Refusal = ({ problem, home }: { problem: Problem; home: string }) => (
  <section class="card">
    <p>{problem.detail}</p>
    <a class="button" href={home}>
      Go to the start page
    </a>
    <p class="code">
      {problem.status} · {problem.code}
    </p>
  </section>
);
