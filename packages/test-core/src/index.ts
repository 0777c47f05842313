export { plainOptions } from './plain-options.ts';
export { KEY, USER } from './records.ts';
