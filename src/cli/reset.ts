import { loadConfig, resetDatabase } from '../server/index.js';

try {
  const options = loadConfig();
  const existed = resetDatabase(options);
  console.log(
    existed
      ? `The bank's database in ${options.dataDir} is gone; the next start makes a new one. The development provider's keys and sessions stay.`
      : `There is no database in ${options.dataDir}; nothing was removed.`,
  );
} catch (error) {
  console.error(`reset: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
