import type { ClientMetadata } from 'oidc-provider';

/** The app of this project: a browser app without a secret. It is the `aud` of its ID tokens. */
export const CLIENT_ID = 'development-app';

/** Another app of the same people, so that one can see a sign-in, and a sign-out, of two. */
export const SECOND_CLIENT_ID = 'development-second-app';

/** Pages of an app origin to which the provider sends people back. */
const APP_PATHS = ['/', '/callback', '/popup.html', '/ide'] as const;

/** Where `npm run token` is sent back to. Nobody listens there: the command reads the redirect itself. */
export const TOKEN_COMMAND_REDIRECT_URI = 'http://127.0.0.1/token-command';

export interface ClientSurroundings {
  readonly appOrigins: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
}

export function describeClients(surroundings: ClientSurroundings): ClientMetadata[] {
  return [
    describeClient(CLIENT_ID, 'Development app', surroundings),
    describeClient(SECOND_CLIENT_ID, 'Second development app', surroundings),
  ];
}

function describeClient(
  id: string,
  name: string,
  { appOrigins, backchannelLogoutUri }: ClientSurroundings,
): ClientMetadata {
  return {
    client_id: id,
    client_name: name,
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
    ...(backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: backchannelLogoutUri,
      // Puts `sid` into ID tokens and logout tokens.
      backchannel_logout_session_required: true,
    }),
  };
}
