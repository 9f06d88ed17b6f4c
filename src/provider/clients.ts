import type { ClientMetadata } from 'oidc-provider';

/** The one client: a browser app without a secret. It is the `aud` of every ID token. */
export const CLIENT_ID = 'development-app';

/** Pages of an app origin to which the provider sends people back. */
const APP_PATHS = ['/', '/callback', '/popup.html', '/ide'] as const;

/** Where `npm run token` is sent back to. Nobody listens there: the command reads the redirect itself. */
export const TOKEN_COMMAND_REDIRECT_URI = 'http://127.0.0.1/token-command';

export function describeClients(appOrigins: readonly string[]): ClientMetadata[] {
  return [
    {
      client_id: CLIENT_ID,
      client_name: 'Development app',
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [
        ...appOrigins.flatMap((origin) => APP_PATHS.map((path) => origin + path)),
        TOKEN_COMMAND_REDIRECT_URI,
      ],
      post_logout_redirect_uris: appOrigins.map((origin) => `${origin}/`),
      // Without it, oidc-provider leaves `auth_time` out unless `max_age` was asked for.
      require_auth_time: true,
    },
  ];
}
