import { describe, expect, it } from 'vitest';
import { RecentAuthLink } from '../../src/apollo-client/index.js';
import type { RecentAuthLinkOptions } from '../../src/apollo-client/index.js';
import { createReauthenticator } from '../../src/client/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';

describe('RecentAuthLink', () => {
  const recentAuth = createReauthenticator({
    adapter: { getIdToken: () => undefined, reauthenticate: () => Promise.resolve() },
  });

  it.each([
    { options: undefined, says: 'takes an object of options' },
    { options: {}, says: '"recentAuth" must be what createReauthenticator returned' },
    { options: { recentAuth: {} }, says: '"recentAuth" must be what createReauthenticator' },
    { options: { recentAuth, promptFor: 'query' }, says: '"promptFor" must be one of "mutation"' },
    { options: { recentAuth, retry: 'always' }, says: '"retry" must be one of "safe"' },
    { options: { recentAuth, attachToken: 0 }, says: '"attachToken" must be one of true, false' },
    { options: { recentAuth, replay: 'safe' }, says: 'has no option "replay"' },
  ])('says what is wrong with $options', ({ options, says }) => {
    const create = () => new RecentAuthLink(options as unknown as RecentAuthLinkOptions);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(says);
  });

  it('takes `undefined` for what is left out', () => {
    const link = new RecentAuthLink({
      recentAuth,
      promptFor: undefined,
      retry: undefined,
      requirements: undefined,
      attachToken: undefined,
      origins: undefined,
    });
    expect(link.request.length).toBe(2);
  });
});
