import {
  assertBoolean,
  assertCount,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  assertSeconds,
  systemClock,
} from '../protocol/index.js';
import type { ReauthenticatorOptions } from './reauthenticator.js';

/** The options with their defaults. */
export type ReauthenticatorSettings = {
  readonly [Name in keyof ReauthenticatorOptions]-?: Exclude<
    ReauthenticatorOptions[Name],
    Name extends 'onEvent' ? never : undefined
  >;
};

export function readOptions(options: ReauthenticatorOptions): ReauthenticatorSettings {
  const {
    adapter,
    prompt = 'manual',
    clockTolerance = 5,
    promptTimeout = 600,
    promptsPerMinute = 5,
    crossTab = true,
    onEvent,
    clock = systemClock,
    // A copy, since nobody may have given any.
  } = { ...options };
  const settings = {
    adapter,
    prompt,
    clockTolerance,
    promptTimeout,
    promptsPerMinute,
    crossTab,
    onEvent,
    clock,
  };
  assertKnownOptions('createReauthenticator', options, Object.keys(settings));
  const { getIdToken, reauthenticate } = (adapter as Partial<typeof adapter> | undefined) ?? {};
  assertFunction('adapter.getIdToken', getIdToken);
  assertFunction('adapter.reauthenticate', reauthenticate);
  if (typeof prompt !== 'function') assertOneOf('prompt', prompt, ['manual', 'immediate']);
  if (typeof crossTab !== 'string') assertBoolean('crossTab', crossTab);
  if (onEvent) assertFunction('onEvent', onEvent);
  assertFunction('clock', clock);
  assertSeconds('clockTolerance', clockTolerance);
  assertCount('promptTimeout', promptTimeout);
  assertCount('promptsPerMinute', promptsPerMinute);
  return settings;
}
