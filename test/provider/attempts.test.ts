import { describe, expect, it } from 'vitest';
import { createAttemptLimiter } from '../../src/provider/attempts.js';

function startAt(seconds: number) {
  let now = seconds;
  const attempts = createAttemptLimiter(() => now);
  const fail = (times: number, name = 'alice') => {
    for (let i = 0; i < times; i += 1) attempts.fail(name);
  };
  return { attempts, fail, pass: (more: number) => (now += more) };
}

describe('the attempt limiter', () => {
  it.each([
    { failures: 0, wait: 0 },
    { failures: 4, wait: 0 },
    { failures: 5, wait: 60 },
    { failures: 6, wait: 60 },
  ])('makes who failed $failures times wait $wait seconds', ({ failures, wait }) => {
    const { attempts, fail } = startAt(100);
    fail(failures);
    expect(attempts.wait('alice')).toBe(wait);
    expect(attempts.wait('bob')).toBe(0);
  });

  it.each([
    { seconds: 59.5, wait: 1 },
    { seconds: 60, wait: 0 },
  ])('after $seconds seconds asks for $wait more', ({ seconds, wait }) => {
    const { attempts, fail, pass } = startAt(100);
    fail(5);
    pass(seconds);
    expect(attempts.wait('alice')).toBe(wait);
  });

  it('starts counting anew once the minute has passed', () => {
    const { attempts, fail, pass } = startAt(100);
    fail(5);
    pass(60);
    fail(4);
    expect(attempts.wait('alice')).toBe(0);
  });

  it('forgets a name that succeeded', () => {
    const { attempts, fail } = startAt(100);
    fail(5);
    attempts.succeed('alice');
    expect(attempts.wait('alice')).toBe(0);
  });

  it('remembers a thousand names and no more', () => {
    const { attempts, fail } = startAt(100);
    fail(5, 'first');
    for (let i = 1; i < 1000; i += 1) fail(5, `name ${i}`);
    expect(attempts.wait('first')).toBe(60);
    fail(5, 'one more');
    expect(attempts.wait('first')).toBe(0);
    expect(attempts.wait('name 1')).toBe(60);
  });
});
