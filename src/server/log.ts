import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';
import type { LogOptions } from './config.js';

/** Readable lines for a person, JSON for a collector. Headers and bodies are never handed to it. */
export async function createLogger({ level, format }: LogOptions): Promise<Logger> {
  const options: LoggerOptions = {
    level,
    base: null,
    redact: ['*.authorization', '*.cookie', '*.headers', '*.body'],
  };
  if (format === 'json') return pino(options);
  const { default: pretty } = await import('pino-pretty');
  const stream = pretty({
    colorize: process.stdout.isTTY,
    ignore: 'pid,hostname',
    singleLine: true,
    translateTime: 'HH:MM:ss',
    sync: true,
  });
  return pino(options, stream);
}
