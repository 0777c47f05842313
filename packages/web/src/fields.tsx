/**
 * The parts of our forms, each with its label, its hint, and what is wrong with it.
 */

import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

interface Faulty {
  /** Why the form came back; `null` at first. */
  readonly fault: Problem | null;
}

export interface FieldProps extends Faulty {
  /** Name of the input, and its id. */
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: 'text' | 'email' | 'search' | 'date';
  readonly autocomplete?: string;
  readonly isRequired?: boolean;
  readonly isName?: boolean;
  readonly hint?: string;
  readonly class?: string;
  /** Characters at most. Default 128. */
  readonly length?: number;
}

/** One line of text. */
export function Field(props: FieldProps): JSX.Element {
  const { name, label, value, type = 'text', autocomplete = 'off', isRequired = false, isName = false } = props;
  const kind = `field ${props.class ?? ''}`.trim();
  return (
    <div class={kind}>
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={value === '' ? undefined : value}
        autocomplete={autocomplete}
        autocapitalize={isName ? 'none' : undefined}
        spellcheck={isName ? false : undefined}
        dir={type === 'date' ? undefined : 'auto'}
        required={isRequired}
        maxlength={props.length ?? MAX_TEXT}
        {...states(props)}
      />
      <Below {...props} />
    </div>
  );
}

export interface TextAreaProps extends Faulty {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  /** Lines that are seen at first. Default 3. */
  readonly rows?: number;
}

/** Words for programs, in several lines. */
export function TextArea(props: TextAreaProps): JSX.Element {
  const { name, label, value, rows = 3 } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={rows}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxlength={MAX_LINES}
        {...states(props)}
      >
        {value}
      </textarea>
      <Below {...props} />
    </div>
  );
}

export interface PasswordFieldProps extends Faulty {
  readonly name: string;
  readonly label: string;
  readonly isNew: boolean;
  readonly isRequired?: boolean;
  readonly hint?: string;
}

/** A password: never filled by us. */
export function PasswordField(props: PasswordFieldProps): JSX.Element {
  const { name, label, isNew, isRequired = true } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="password"
        autocomplete={isNew ? 'new-password' : 'current-password'}
        spellcheck={false}
        required={isRequired}
        maxlength={MAX_PASSWORD}
        {...states(props)}
      />
      <Below {...props} />
    </div>
  );
}

export interface SelectProps extends Faulty {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly class?: string;
  readonly hint?: string;
}

export function Select(props: SelectProps): JSX.Element {
  const { name, label, value, options } = props;
  return (
    <div class={`field ${props.class ?? ''}`.trim()}>
      <label for={name}>{label}</label>
      <select id={name} name={name} {...states(props)}>
        {options.map(([each, text]) => (
          <option value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
      <Below {...props} />
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly isChosen: boolean;
  /** Shown, and not to be changed by who looks at it. */
  readonly isFixed?: boolean;
  readonly id?: string;
}

export interface ChoicesProps extends Faulty {
  readonly name: string;
  readonly label: string;
  readonly type: 'checkbox' | 'radio';
  readonly choices: readonly Choice[];
}

/** Boxes or buttons under one heading. */
export function Choices(props: ChoicesProps): JSX.Element {
  const { name, label, type, choices, fault } = props;
  return (
    <fieldset class="field" aria-describedby={fault?.field === name ? errorId(name) : undefined}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <Choose name={name} type={type} {...choice} />
      ))}
      <Below name={name} fault={fault} />
    </fieldset>
  );
}

/** A single box. */
export function Choose(props: Choice & { readonly name: string; readonly type: 'checkbox' | 'radio' }): JSX.Element {
  const { name, type, id, value, label, hint, isChosen, isFixed = false } = props;
  return (
    <label class="choice">
      <input id={id} type={type} name={name} value={value} checked={isChosen} disabled={isFixed} />
      <span>
        {label}
        {hint !== undefined && hint !== '' && <small>{hint}</small>}
      </span>
    </label>
  );
}

/** What is wrong with the whole, read out at once, and where to go to put it right. */
export function FaultSummary({ fault, fields }: Faulty & { readonly fields: readonly string[] }): Child {
  if (fault === null) return null;
  const { title, detail, field } = fault;
  return (
    <div class="message error" role="alert">
      <p>
        <strong>{title}.</strong>{' '}
        {field !== undefined && fields.includes(field) ? <a href={`#${field}`}>{detail}</a> : detail}
      </p>
    </div>
  );
}

const MAX_TEXT = 128;
const MAX_PASSWORD = 4096;
const MAX_LINES = 8192;

const errorId = (name: string): string => `${name}-error`;

/** Attributes of an input that the fault or a hint is about. */
function states({ name, fault, hint }: Faulty & { readonly name: string; readonly hint?: string }) {
  const isWrong = fault?.field === name;
  const described = [...(isWrong ? [errorId(name)] : []), ...(hint === undefined ? [] : [`${name}-hint`])];
  return {
    'aria-invalid': isWrong ? ('true' as const) : undefined,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    autofocus: isWrong,
  };
}

const Below = ({ name, fault, hint }: Faulty & { readonly name: string; readonly hint?: string }) => (
  <>
    {fault?.field === name && (
      <p class="field-error" id={errorId(name)}>
        {fault.detail}
      </p>
    )}
    {hint !== undefined && (
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
  </>
);
