import { PGlite } from '@electric-sql/pglite';
import { embeddedTemplate } from './embedded-template.js';

/** A database of which a part is gone, so that what needs it fails for real. */
export async function brokenTemplate(statement: string): Promise<Blob> {
  const client = await PGlite.create({ loadDataDir: await embeddedTemplate() });
  try {
    await client.exec(statement);
    return await client.dumpDataDir('none');
  } finally {
    await client.close();
  }
}
