export {
  type BrowserContextOptions,
  type LaunchedBrowser,
  launchBrowser,
  type Page,
  type TestBrowser,
  type Visitor,
} from './browser.ts';
export { axeFindings, sidewaysScroll } from './page-checks.ts';
export { browserOfFile, describeInBrowser } from './suite.ts';
