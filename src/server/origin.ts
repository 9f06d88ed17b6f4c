/** As browsers write it: without port 80, and with an IPv6 address in brackets, without its zone. */
export function originOf(host: string, port: number): string {
  const [name = host] = host.split('%');
  return new URL(`http://${name.includes(':') ? `[${name}]` : name}:${port}`).origin;
}

/** Where a person on this machine opens our own pages. */
export function ownOrigins(port: number): readonly string[] {
  return ['localhost', '127.0.0.1'].map((host) => originOf(host, port));
}
