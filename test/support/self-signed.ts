import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Handler } from './loopback-issuer.js';

/** An https server whose certificate nobody vouches for; its port. */
export async function serveSelfSigned(handler: Handler): Promise<number> {
  const server = createServer(createCertificate(), handler).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The least that RFC 5280 section 4.1 calls a certificate, good for a century. */
function createCertificate(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(element(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = element(0x06, Buffer.from('550403', 'hex'));
  const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from('issuer')))));
  const years = ['20000101000000Z', '21000101000000Z'];
  const signed = sequence(
    element(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(...years.map((time) => element(0x18, Buffer.from(time)))),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]);
  const certificate = sequence(signed, algorithm, element(0x03, signature)).toString('base64');
  return {
    key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

/** Of at most 65 535 bytes. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
