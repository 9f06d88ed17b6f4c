import { UsageError } from './usage-error.js';

const LONGEST = 64 * 1024;

/** All of the input. Throws a `UsageError` where there is nothing, or too much for any token. */
export async function readText(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.byteLength;
    if (size > LONGEST) throw new UsageError('the input is no token: it has more than 64 KiB');
    chunks.push(chunk);
  }
  const text = decode(Buffer.concat(chunks));
  if (text.trim() !== '') return text;
  throw new UsageError(
    'nothing came by standard input: put the token into a file, and add < token.txt',
  );
}

/** Windows PowerShell writes files in UTF-16. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
