import fastify from 'fastify';
import { sendAsset } from '../../src/server/page-asset.js';
import { policyOf } from '../../src/server/page.js';
import { readPageFiles } from '../../src/server/page-files.js';

/** Serves a built page with the demo's own headers and compression, and says where in a line of JSON. */
const [, , folder = ''] = process.argv;
const files = await readPageFiles(folder);
if (!files) throw new Error(`No page is built in ${folder}`);
const { documents, assets } = files;

const app = fastify();
app.get('/', (_request, reply) =>
  reply
    .header('content-security-policy', policyOf([]))
    .header('cross-origin-opener-policy', 'same-origin-allow-popups')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(documents['index.html']),
);
app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
  const asset = assets.get(request.params.name);
  if (asset) sendAsset(request, reply, asset);
  else reply.callNotFound();
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ msg: 'Ready', url })}\n`);
