const PARTS = /[\w-]{10,}/g;
const DOTTED = /^[\w-]+(?:\.[\w-]*){2,}$/;

/** Whether an argument is a token, or has one in it: an option's value, an address. Client ids and host names are none. */
export function looksLikeToken(argument: string): boolean {
  const parts = argument.match(PARTS) ?? [];
  return parts.some(isHeader) || argument.split(/[=\s]/).some(isLongAndDotted);
}

/** Of a JWT, signed or encrypted: base64url of a JSON object. */
function isHeader(part: string): boolean {
  return /^\s*\{\s*"/.test(Buffer.from(part, 'base64url').toString('latin1'));
}

/** Letters of both cases and digits: as good as no name of a host or an application has them at such a length. */
function isLongAndDotted(text: string): boolean {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
  return text.length > 40 && DOTTED.test(text) && isMixed;
}
