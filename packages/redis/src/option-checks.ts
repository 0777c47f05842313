/**
 * Checks of options: those of all packages.
 */

import { createOptionChecks, type OptionChecks } from '@doorward/core';

const checks: OptionChecks = createOptionChecks('redis/options-invalid');

export const wrong: OptionChecks['wrong'] = checks.wrong;
export const assertObject: OptionChecks['assertObject'] = checks.assertObject;
export const assertSwitch: OptionChecks['assertSwitch'] = checks.assertSwitch;
export const assertWhole: OptionChecks['assertWhole'] = checks.assertWhole;
export const assertKnown: OptionChecks['assertKnown'] = checks.assertKnown;
export const authoritiesOf: OptionChecks['authoritiesOf'] = checks.authoritiesOf;
