/**
 * The login page: a form with fields that password managers know, a button for each provider, or both.
 */

import type { Layout } from './layout.tsx';
import type { LoginPageModel, ProviderButton } from './page-theme.ts';

export function renderLoginPage(layout: Layout, model: LoginPageModel): string {
  const { description, providers, takesPasswords, error, notice } = model;
  return layout.render(
    'Sign in',
    <>
      {description !== null && <p class="about">{description}</p>}
      {notice !== null && (
        <p class="message notice" role="status">
          {notice}
        </p>
      )}
      {error !== null && (
        <p class="message error" role="alert" id="error">
          {error}
        </p>
      )}
      {takesPasswords && <PasswordForm model={model} />}
      {takesPasswords && providers.length > 0 && <p class="or">or</p>}
      {providers.length > 0 && <Providers providers={providers} isOnly={!takesPasswords} />}
      {!takesPasswords && providers.length === 0 && (
        <p>Nobody signs in by this page. Programs send their credential with each request.</p>
      )}
    </>,
  );
}

const Providers = ({ providers, isOnly }: { providers: readonly ProviderButton[]; isOnly: boolean }) => (
  <ul class="providers">
    {providers.map(({ text, icon, description, href }, index) => (
      <li>
        <a class="button" href={href} autofocus={isOnly && index === 0}>
          {icon !== null && <img src={icon} alt="" />}
          {text}
        </a>
        {description !== null && <p class="hint">{description}</p>}
      </li>
    ))}
  </ul>
);

const PasswordForm = ({ model }: { model: LoginPageModel }) => {
  const { action, asksName, name, signUp, next, error, isTypedWrong } = model;
  const isInvalid = isTypedWrong ? 'true' : undefined;
  return (
    <form method="post" action={action}>
      {next !== null && <input type="hidden" name="next" value={next} />}
      {asksName ? (
        <div class="field">
          <label for="username">Username or e-mail</label>
          <input
            id="username"
            name="username"
            value={name ?? undefined}
            autocomplete="username"
            autocapitalize="none"
            required
            autofocus={name === null || name === ''}
            spellcheck={false}
            maxlength={256}
            aria-describedby={error === null ? undefined : 'error'}
            aria-invalid={isInvalid}
          />
        </div>
      ) : (
        <input type="text" name="username" value="token" autocomplete="username" hidden readonly />
      )}
      <label for="password">{asksName ? 'Password' : 'Access token or password'}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus={!asksName || (name !== null && name !== '')}
        spellcheck={false}
        maxlength={4096}
        aria-describedby={describedBy(asksName, error)}
        aria-invalid={isInvalid}
      />
      {!asksName && (
        <p class="hint" id="hint">
          The server printed it when it started, or its owner gave it to you.
        </p>
      )}
      <button type="submit">Sign in</button>
      {signUp !== null && (
        <p class="hint">
          No account yet? <a href={signUp}>Sign up</a>
        </p>
      )}
    </form>
  );
};

function describedBy(asksName: boolean, error: string | null): string | undefined {
  const ids = [...(error === null ? [] : ['error']), ...(asksName ? [] : ['hint'])];
  return ids.length === 0 ? undefined : ids.join(' ');
}
