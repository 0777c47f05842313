export { type CertificateKind, type Certificates, makeCertificates } from './certificates.ts';
export { type Directory, type DirectoryOptions, describeWithSlapd, startDirectory } from './directory.ts';
export { ADA, BASE_DN, GRACE, GROUPS_DN, PEOPLE_DN, type Person, SERVICE } from './people.ts';
export { startWire, type Wire } from './wire.ts';
