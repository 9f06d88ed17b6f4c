import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import { ConfigurationError } from '../protocol/index.js';
import { PROVIDER_NAMES } from '../tokens/index.js';
import type { ProviderName, TokenType } from '../tokens/index.js';
import { choice, isLoopback, list, origins, port, proxies, url } from './setting.js';
import type { Environment } from './setting.js';

/** Everything a start depends on, checked. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Whose tokens are accepted; without it the development provider is started. */
  readonly identity: ExternalIdentity | DevelopmentIdentity;
  /** A PostgreSQL server; without it PGlite in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly trustProxy: false | number | readonly string[];
  readonly corsOrigins: readonly string[];
  /** The IDE and introspection. */
  readonly ide: boolean;
  readonly introspection: boolean;
  /** The page at `/`, the API with short windows, and the switch of the development provider. */
  readonly demo: boolean;
  /** Whether somebody new finds two accounts with money. */
  readonly seed: boolean;
  readonly log: LogOptions;
}

export interface ExternalIdentity {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Whose sign-outs count, where `audience` names an API. */
  readonly logoutAudience?: readonly string[] | undefined;
  /** Who made the issuer, where its tokens say things in their own way. */
  readonly provider?: ProviderName | undefined;
  readonly tokenType?: TokenType | undefined;
}

export interface DevelopmentIdentity {
  readonly providerPort: number;
  readonly tokenType?: TokenType | undefined;
}

export interface LogOptions {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: 'readable' | 'json';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const TOKEN_TYPES = ['id_token', 'access_token'] as const;
const SWITCH = ['on', 'off'] as const;

/** The process's environment, with `.env` of the working directory below it. */
export function loadConfig(): ServerOptions {
  if (existsSync('.env')) readEnvFile();
  return readConfig(process.env);
}

function readEnvFile(): void {
  try {
    loadEnvFile('.env');
  } catch (cause) {
    throw new ConfigurationError('.env must be a file that this user may read', { cause });
  }
}

/** Throws a `ConfigurationError` that names the variable and what it must be. */
export function readConfig(given: Environment): ServerOptions {
  const environment = withoutBlanks(given);
  const production = environment['NODE_ENV'] === 'production';
  const byDefault = production ? 'off' : 'on';
  const host = environment['HOST'] ?? '127.0.0.1';
  const identity = readIdentity(environment, { host, production });
  return {
    host,
    port: port(environment, 'PORT', 4000),
    identity,
    databaseUrl: url(environment, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    dataDir: resolve(environment['DATA_DIR'] ?? 'data'),
    trustProxy: proxies(environment, 'TRUST_PROXY'),
    corsOrigins: origins(environment, 'CORS_ORIGINS'),
    ide: choice(environment, 'IDE', SWITCH, byDefault) === 'on',
    introspection: choice(environment, 'INTROSPECTION', SWITCH, byDefault) === 'on',
    demo: readDemo(environment, identity, byDefault),
    seed: !production,
    log: {
      level: choice(environment, 'LOG_LEVEL', LOG_LEVELS, 'info'),
      format: isDevelopment(environment) ? 'readable' : 'json',
    },
  };
}

function readIdentity(
  environment: Environment,
  { host, production }: { readonly host: string; readonly production: boolean },
): ExternalIdentity | DevelopmentIdentity {
  const issuer = url(environment, 'OIDC_ISSUER', ['https:', 'http:']);
  const audience = list(environment, 'OIDC_AUDIENCE');
  const provider = choice(environment, 'OIDC_PROVIDER', PROVIDER_NAMES, undefined);
  const tokenType = choice(environment, 'TOKEN_TYPE', TOKEN_TYPES, 'id_token');
  const clients = list(environment, 'OIDC_LOGOUT_AUDIENCE');
  const logoutAudience = clients.length > 0 ? clients : undefined;
  if (issuer !== undefined) {
    if (audience.length > 0) return { issuer, audience, logoutAudience, provider, tokenType };
    throw new ConfigurationError(
      'OIDC_AUDIENCE must name the client ids whose tokens are accepted, as OIDC_ISSUER is set',
    );
  }
  if (audience.length > 0) {
    throw new ConfigurationError('OIDC_ISSUER must be set where OIDC_AUDIENCE is');
  }
  if (provider !== undefined) {
    throw new ConfigurationError('OIDC_ISSUER must be set where OIDC_PROVIDER is');
  }
  if (logoutAudience !== undefined) {
    throw new ConfigurationError('OIDC_ISSUER must be set where OIDC_LOGOUT_AUDIENCE is');
  }
  if (production) {
    throw new ConfigurationError(
      'OIDC_ISSUER must be set where NODE_ENV is production: the development provider lets anyone in',
    );
  }
  if (!isLoopback(host)) {
    throw new ConfigurationError(
      'HOST must be a loopback address, such as 127.0.0.1, unless OIDC_ISSUER is set: the development provider lets anyone in',
    );
  }
  const providerPort = port(environment, 'PROVIDER_PORT', 4001);
  if (providerPort !== 0 && providerPort === port(environment, 'PORT', 4000)) {
    throw new ConfigurationError(
      `PORT and PROVIDER_PORT must be two ports, and both are ${providerPort}`,
    );
  }
  return { providerPort, tokenType };
}

/** The page signs its users in at the issuer, and sends their ID tokens. */
function readDemo(
  environment: Environment,
  identity: ServerOptions['identity'],
  byDefault: 'on' | 'off',
): boolean {
  const sendsIdTokens = identity.tokenType !== 'access_token';
  const demo = choice(environment, 'DEMO', SWITCH, sendsIdTokens ? byDefault : 'off');
  if (demo === 'off' || sendsIdTokens) return demo === 'on';
  throw new ConfigurationError('DEMO must be off where TOKEN_TYPE is access_token');
}

/** `PORT=` in a `.env` means the default, as it does in a shell's `${PORT:-4000}`. */
function withoutBlanks(environment: Environment): Environment {
  const entries = Object.entries(environment).map(([name, value = '']) => [name, value.trim()]);
  return Object.fromEntries(entries.filter(([, value]) => value !== '')) as Environment;
}

function isDevelopment(environment: Environment): boolean {
  return ['development', undefined].includes(environment['NODE_ENV']);
}
