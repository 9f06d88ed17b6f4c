import type { TokenCheck, TokenCheckName } from '../tokens/index.js';
import { otherKind } from './subject.js';
import type { Subject } from './subject.js';

/** What to change so that a failed check passes: at the provider, in the client, or in the verifier's options. */
export function adviseOn(check: TokenCheck, subject: Subject): string | undefined {
  const advice = ADVICE[check.name];
  return typeof advice === 'function' ? advice(check, subject) : advice;
}

type Advice = string | ((found: TokenCheck, subject: Subject) => string);

const COPY_WHOLE =
  'Copy the token in one piece, as it was sent: three parts with two dots between.';
const ASK_PROVIDER = 'Find out who makes such tokens: no sign-in at an OpenID provider does.';
const TO_SECONDS =
  'Times are whole seconds since 1970 (RFC 7519 section 2): look for a hook, an action or a mapper that writes Date.now().';

const ADVICE: { readonly [N in TokenCheckName]?: Advice } = {
  length:
    'Leave groups, roles and pictures out of the token at the provider, or raise maxTokenLength and what your servers take as a header.',
  form: adviseOnForm,
  issuer: adviseOnIssuer,
  algorithm: adviseOnAlgorithm,
  type: (_, subject) => adviseOnKind(subject),
  kind: (_, subject) => adviseOnKind(subject),
  extensions: ASK_PROVIDER,
  key_id: ASK_PROVIDER,
  audience: adviseOnAudience,
  contents: adviseOnContents,
  binding: 'Have the provider issue plain bearer tokens to this client.',
  subject: 'Have the provider put the user’s id into sub, and no hook change it.',
  times: 'Have the provider put exp and iat into the token, as numbers.',
  expiry:
    'The client must renew its token before it sends it: ID tokens often live for minutes (Authgear: five). A token that was renewed just now and has expired means that a clock is wrong.',
  lifetime: ({ clue }) =>
    clue === 'milliseconds'
      ? TO_SECONDS
      : 'Give tokens a shorter life at the provider: minutes, or hours.',
  start: ({ clue }) =>
    clue === 'milliseconds'
      ? TO_SECONDS
      : 'This machine’s clock is behind the provider’s: synchronise both (NTP). --clock-tolerance tells what forgiving more seconds would do.',
  signature: adviseOnSignature,
};

function adviseOnForm({ clue }: TokenCheck): string {
  switch (clue) {
    case 'encrypted':
      return 'Switch encryption off for this token at the provider; it is its signature that is checked. Auth0 encrypts access tokens that were asked for without an audience.';
    case 'opaque':
      return 'Send the ID token, or have the provider issue JWTs as access tokens: Authgear by “Issue JWT as access token”, Auth0 and Okta where the client asks for an API of yours. Authgear’s own session tokens are for createAuthgearResolver.';
    case 'unsigned':
      return 'Copy the third part along. Where there is none, the token proves nothing: never accept it.';
    case 'wrong_alphabet':
      return 'Send the token as the provider gave it: something on the way encodes it anew.';
    default:
      return COPY_WHOLE;
  }
}

function adviseOnIssuer({ clue }: TokenCheck): string {
  const asPublished =
    'set issuer exactly as the provider’s discovery document (/.well-known/openid-configuration) says it';
  switch (clue) {
    case 'trailing_slash':
      return `Slashes count: ${asPublished}. Auth0’s ends with one, Authgear’s does not.`;
    case 'other_host':
      return `The token comes from another environment, tenant or custom domain: sign in at the one that is meant, or ${asPublished}.`;
    case 'other_path':
      return `What follows the host is the realm (Keycloak), the tenant and version (Entra: /v2.0) or the authorization server (Okta): ${asPublished}.`;
    default:
      return `To mend iss, ${asPublished}.`;
  }
}

function adviseOnAlgorithm({ clue }: TokenCheck): string {
  switch (clue) {
    case 'symmetric':
      return 'Have the provider sign with RS256 or ES256: in Auth0 an advanced setting of the application, in Supabase the signing keys.';
    case 'not_allowed':
      return 'Have the provider sign with RS256 or ES256; or, where it is asymmetric and what the provider is meant to use, name it in algorithms.';
    default:
      return `Have the provider sign with RS256 or ES256. ${ASK_PROVIDER}`;
  }
}

function adviseOnKind(subject: Subject): string {
  const { explanation, provider, tokenType = 'id_token' } = subject;
  switch (explanation.resembles) {
    case 'refresh_token':
      return 'A refresh token must never leave the client: have it revoked, and send the ID token or the access token.';
    case 'logout_token':
      return 'A logout token belongs to the address for back-channel logout, and opens nothing.';
    case 'dpop_proof':
      return 'A DPoP proof goes along with a token, and is none.';
    case 'access_token':
    case 'id_token':
      if (explanation.resembles === tokenType) break;
      return tokenType === 'id_token'
        ? `This looks like an access token: send the ID token; or accept access tokens (--token-type access_token), with ${nameOfApi(subject)} as audience.`
        : 'This looks like an ID token: send the access token; or accept ID tokens (--token-type id_token), with the client’s id as audience.';
    default:
  }
  return provider === undefined
    ? `Name the provider by --provider where it has a way of its own; by the standards, ${tokenType === 'id_token' ? 'the typ of an ID token is JWT or left out' : 'the typ of an access token is at+jwt (RFC 9068)'}.`
    : `Look whether --provider and --token-type are right: docs/PROVIDERS.md says what such a token is like.`;
}

/** Some put the issuer itself there. */
function nameOfApi({ explanation: { checks } }: Subject): string {
  const audience = checks.find(({ name }) => name === 'audience');
  return audience?.clue === 'issuer' ? 'the issuer' : 'the name of your API';
}

function adviseOnContents(_: TokenCheck, subject: Subject): string {
  if (subject.provider === 'clerk') {
    return 'Have the user finish what Clerk asks of them, such as choosing an organisation.';
  }
  return otherKind(subject) === undefined
    ? 'Have the provider issue access tokens by RFC 9068; where it has a profile of its own, name it by --provider.'
    : adviseOnKind(subject);
}

function adviseOnAudience({ clue }: TokenCheck, subject: Subject): string {
  const { explanation, tokenType = 'id_token' } = subject;
  // One that should not have been sent is for others: it needs no other audience.
  if (otherKind(subject) !== undefined) return adviseOnKind(subject);
  if (explanation.audienceClaim === 'azp') {
    return `Set audience to the origins of your pages, such as https://app.example.com: azp is the origin that asked for the token.`;
  }
  if (explanation.audienceClaim === 'client_id') {
    return 'Set audience to the id of the app client that asks for the token; or the token was issued to another application.';
  }
  switch (clue) {
    case 'several_audiences':
      return 'Name the other audiences too, if they are yours; or have the provider add azp, the client that asked.';
    case 'other_party':
      return 'Name in audience the client that asked for the token too, if it is yours.';
    case 'issuer':
      return 'Send the ID token, whose aud is the client’s id; or accept access tokens, with the issuer as audience.';
    default:
      return tokenType === 'id_token'
        ? 'Set audience to the client’s id, as the provider’s page of your application says it; or the token was issued to another application or API.'
        : 'Set audience to the name of your API at the provider, and have the client ask for that API; or the token was issued for another API.';
  }
}

function adviseOnSignature({ clue, refusal }: TokenCheck, { provider }: Subject): string {
  if (refusal === 'keys_unavailable') {
    return 'Look whether this machine reaches that address, and whether it is the right one. A server answers 503 meanwhile, and no token is called invalid.';
  }
  if (refusal === 'wrong_signature') {
    return provider === 'entra'
      ? 'Entra’s access tokens for Microsoft Graph can be checked by Graph alone: ask for a token of your own API.'
      : 'Copy the token once more, whole. If it stays so, do not trust it: something between provider and server changes tokens, or makes them.';
  }
  return clue === 'no_key_id'
    ? 'Have the provider put kid into the header, and look whether --issuer is the one that issued the token.'
    : 'The token comes from another environment or tenant, --jwks-uri is not the issuer’s, or the provider has taken the key away: sign in anew.';
}
