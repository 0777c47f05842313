export {
  type BuiltExample,
  builtExample,
  type Ended,
  FRAMEWORKS,
  type Framework,
  type Line,
  type ProcessOptions,
  type ServerProcess,
  startServer,
  type Variables,
} from './built-example.ts';
export { type Answer, FORM_TYPE, HttpClient, JSON_TYPE, PAGE, SCRIPT, type Sent, send } from './http-client.ts';
export { freePort, unprivilegedUser } from './other-programs.ts';
