/** `DeleteAccount` becomes "Delete account"; acronyms keep their capitals. */
export function humaniseOperationName(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z\d])/g, '$1 $2')
    .replaceAll(/([A-Z\d])([A-Z][a-z])/g, '$1 $2')
    .trim()
    .split(/ +/)
    .map((word) => (/^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
