#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runCommand } from './run-command.js';

process.exitCode = await runCommand(process.argv.slice(2), {
  input: process.stdin,
  isTyped: process.stdin.isTTY,
  // Knows NO_COLOR and its like.
  hasColours: process.stdout.isTTY && process.stdout.hasColors(),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  version: () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    return (JSON.parse(manifest) as { readonly version: string }).version;
  },
});
