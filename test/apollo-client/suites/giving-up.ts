import { describe, expect, it } from 'vitest';
import {
  getReauthChallenge,
  getReauthError,
  ReauthCancelledError,
  ReauthUserMismatchError,
} from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, IBAN, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, visitBank, visitScripted } from '../../support/apollo-visit.js';

export function describeGivingUp(kit: ApolloKit): void {
  const { RetryLink } = kit;
  const promptFor = 'all';

  describe('an operation that is held', () => {
    it('RA-51: fails with a typed error and is not sent when the user declines', async () => {
      const { bank, user } = await visitBank(kit);
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.cancel();
      const error = await answer;
      expect(error).toBeInstanceOf(ReauthCancelledError);
      expect(error).toMatchObject({ reason: 'user', challenge: { maxAge: 300 } });
      expect([bank.ran, user.sent.length]).toEqual([[], 1]);
    });

    it('fails once and for all when the user declines, also after a RetryLink', async () => {
      const attempts: unknown[] = [];
      const { bank, user } = await visitBank(kit, {
        before: [
          new RetryLink({
            delay: { initial: 1 },
            attempts: (count, _, error) => {
              attempts.push(getReauthError(error));
              return count < 4;
            },
          }),
        ],
      });
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.cancel();
      const error = await answer;
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'user' });
      expect(attempts).toEqual([error, error, error, error]);
      expect([bank.ran, user.sent.length, user.prompts]).toEqual([[], 1, 1]);
    });

    it('RA-51: is not sent when nobody listens any more', async () => {
      const { bank, user } = await visitBank(kit, { promptFor });
      const subscription = user.client.watchQuery({ query: IBAN }).subscribe({});
      await user.untilWaiting();
      subscription.unsubscribe();
      await user.client.query({ query: HELLO });
      expect(user.recentAuth.getState()).toMatchObject({ status: 'idle', waiting: [] });
      user.recentAuth.confirm();
      user.hold(await bank.token(0));
      await user.client.query({ query: HELLO, fetchPolicy: 'network-only' });
      expect(bank.ran).toEqual(['hello', 'hello']);
      expect(user.signIns).toEqual([]);
    });

    it('fails and is not sent when its signal aborts', async () => {
      const { bank, user } = await visitBank(kit);
      const controller = new AbortController();
      const context = { fetchOptions: { signal: controller.signal } };
      const answer = user.client.mutate({ mutation: TRANSFER, context }).catch(getReauthError);
      await user.untilWaiting();
      controller.abort();
      expect(await answer).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'signal' });
      expect(user.recentAuth.getState().status).toBe('idle');
      expect([bank.ran, user.sent.length]).toEqual([[], 1]);
    });

    it('leaves the others waiting when its own signal aborts', async () => {
      const { bank, user } = await visitBank(kit);
      const controller = new AbortController();
      const context = { fetchOptions: { signal: controller.signal } };
      const aborted = user.client.mutate({ mutation: TRANSFER, context }).catch(getReauthError);
      const other = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting(2);
      controller.abort();
      await aborted;
      user.recentAuth.confirm();
      await other;
      expect(bank.ran).toEqual(['transfer']);
    });

    it('RA-51: is not sent when the user signs out', async () => {
      const { bank, user } = await visitBank(kit);
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.reset();
      user.hold(undefined);
      expect(await answer).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      user.hold(await bank.token(0, { sub: 'somebody-else' }));
      await user.client.query({ query: HELLO });
      expect(bank.ran).toEqual(['hello']);
    });

    it('is not sent when somebody else signs in, and the cache does not hear of them', async () => {
      const { bank, user } = await visitBank(kit, (bank) => ({
        signIn: () => bank.token(0, { sub: 'somebody-else' }),
      }));
      user.client.writeQuery({ query: HELLO, data: { hello: 'mine' } });
      const before = user.client.extract();
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.confirm();
      expect(await answer).toBeInstanceOf(ReauthUserMismatchError);
      expect([bank.ran, user.sent.length]).toEqual([[], 1]);
      expect(user.client.extract()).toEqual(before);
    });
  });

  it('RA-45: does not nag with queries once the user has declined, and still asks for a mutation', async () => {
    const { server, user } = await visitScripted(kit, [refusal()], { promptFor: 'all' });
    const first = user.client.query({ query: IBAN }).catch(caught);
    await user.untilWaiting();
    user.recentAuth.cancel();
    await first;
    const poll: unknown = await user.client.query({ query: IBAN }).catch(caught);
    expect(getReauthError(poll)).toBeUndefined();
    expect([server.requests.length, user.prompts]).toEqual([2, 1]);
    const context = { recentAuth: { mode: 'prompt' as const } };
    const asked = [
      user.client.mutate({ mutation: TRANSFER }).catch(caught),
      user.client.query({ query: IBAN, context }).catch(caught),
    ];
    await user.untilWaiting(2);
    user.recentAuth.cancel();
    await Promise.all(asked);
  });

  it('asks once, however often a RetryLink sends after the sign-in', async () => {
    const { server, user } = await visitScripted(
      kit,
      [refusal(), { status: 503, text: 'later' }, { status: 503, text: 'later' }, refusal()],
      { before: [new RetryLink({ delay: { initial: 1 }, attempts: { max: 5 } })] },
    );
    const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
    await user.untilWaiting();
    user.recentAuth.confirm();
    expect(await answer).toMatchObject({ code: 'STILL_STALE' });
    expect([server.requests.length, user.prompts]).toEqual([4, 1]);
  });

  it('does not ask again what was given up by a link after it', async () => {
    const challenge = getReauthChallenge(refusal());
    const error = new ReauthCancelledError('user', { challenge });
    const { user } = await visitBank(kit, {
      promptFor,
      end: new kit.ApolloLink(
        () =>
          new kit.Observable((observer) => {
            observer.error(error);
          }),
      ),
    });
    expect(await user.client.query({ query: IBAN }).catch(getReauthError)).toBe(error);
    expect(user.prompts).toBe(0);
  });

  it.each([
    { why: 'nothing helps', remedy: 'NONE', code: 'REAUTH_REQUIRED' },
    { why: 'the user cannot', remedy: 'NONE', code: 'REAUTH_IMPOSSIBLE' },
    { why: 'the user cannot, whatever else it says', remedy: 'LOGIN', code: 'REAUTH_IMPOSSIBLE' },
  ])('hands on what the server said where $why', async ({ remedy, code }) => {
    const said = refusal({ remedy }) as { errors: [{ extensions: { code: string } }] };
    said.errors[0].extensions.code = code;
    const { server, user } = await visitScripted(kit, [said]);
    const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
    expect(getReauthChallenge(error)).toMatchObject({ code, remedy });
    expect(getReauthError(error)).toBeUndefined();
    expect([server.requests.length, user.prompts]).toEqual([1, 0]);
  });
}

const caught = (error: unknown): unknown => error;
