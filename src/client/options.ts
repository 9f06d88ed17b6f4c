import {
  assertBoolean,
  assertCount,
  assertFunction,
  assertKnownOptions,
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

const KNOWN: Readonly<Record<keyof ReauthenticatorOptions, true>> = {
  adapter: true,
  prompt: true,
  clockTolerance: true,
  promptTimeout: true,
  promptsPerMinute: true,
  crossTab: true,
  onEvent: true,
  clock: true,
};

export function readOptions(options: ReauthenticatorOptions): ReauthenticatorSettings {
  assertKnownOptions('createReauthenticator', options, Object.keys(KNOWN));
  const {
    adapter,
    prompt = 'manual',
    clockTolerance = 5,
    promptTimeout = 600,
    promptsPerMinute = 5,
    crossTab = true,
    onEvent,
    clock = systemClock,
  } = options;
  const { getIdToken, reauthenticate } = (adapter as Partial<typeof adapter> | undefined) ?? {};
  assertFunction('adapter.getIdToken', getIdToken);
  assertFunction('adapter.reauthenticate', reauthenticate);
  if (prompt !== 'manual' && prompt !== 'immediate') assertFunction('prompt', prompt);
  if (typeof crossTab !== 'string') assertBoolean('crossTab', crossTab);
  if (onEvent) assertFunction('onEvent', onEvent);
  assertFunction('clock', clock);
  assertSeconds('clockTolerance', clockTolerance);
  assertCount('promptTimeout', promptTimeout);
  assertCount('promptsPerMinute', promptsPerMinute);
  return {
    adapter,
    prompt,
    clockTolerance,
    promptTimeout,
    promptsPerMinute,
    crossTab,
    onEvent,
    clock,
  };
}
