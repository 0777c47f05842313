export { createEndpoints, createProblemRenderer, type EndpointOptions, type Endpoints } from './endpoints.ts';
export type { LoginPageModel, LoginRenderer, PageOptions } from './page-theme.ts';
export type { Mail, SendMail, WebPeople } from './people.ts';
