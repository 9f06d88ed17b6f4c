import { existsSync } from 'node:fs';
import { runTokenCommand } from './token-command.js';

if (existsSync('.env')) process.loadEnvFile('.env');

process.exitCode = await runTokenCommand(process.argv.slice(2), {
  env: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
});
