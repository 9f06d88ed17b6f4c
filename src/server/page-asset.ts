import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asset } from './page-files.js';

/** A file whose name changes with its content, compressed for whoever takes that. */
export function sendAsset(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { type, body, gzipped }: Asset,
): void {
  reply.type(type).header('cache-control', 'public, max-age=31536000, immutable');
  if (gzipped) reply.header('vary', 'accept-encoding');
  if (gzipped && takesGzip(headers['accept-encoding'])) {
    reply.header('content-encoding', 'gzip').send(gzipped);
  } else {
    reply.send(body);
  }
}

/** RFC 9110 section 12.5.3, without the order of preferences: there is one encoding on offer. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? '').split(',');
  return codings.some((coding) => {
    const [name = '', weight = ''] = coding.toLowerCase().replaceAll(/\s/g, '').split(';');
    return (name === 'gzip' || name === 'x-gzip') && !/^q=0(?:\.0*)?$/.test(weight);
  });
}
