export { createPassportDirectory, type PassportDirectoryOptions } from './passport-directory.ts';
export { createPassportProvider } from './passport-provider.ts';
export type { PassportProviderOptions } from './provider-options.ts';
export type { PassportStrategy } from './strategy.ts';
