export { createEndpoints, createProblemRenderer, type Endpoints } from './endpoints.ts';
export type { LoginPageModel, LoginRenderer, PageOptions } from './page-theme.ts';
