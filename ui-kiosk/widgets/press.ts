/**
 * What a press does to the text of a keypad. Pure: keys of the screen and of a keyboard come to the same.
 * `decimals` 0 refuses the comma, 2 is money, 3 is kilograms.
 */
export function press(text: string, key: string, decimals: number, maxLength = 11): string {
  if (key === 'Backspace') return text.slice(0, -1);
  if (key === 'Delete') return '';
  if (key === ',' || key === '.') {
    return decimals === 0 || text.includes(',') ? text : `${text === '' ? '0' : text},`;
  }
  if (!/^\d+$/.test(key)) return text;
  const [, fraction] = text.split(',');
  if (fraction !== undefined && fraction.length + key.length > decimals) return text;
  if (text.length + key.length > maxLength) return text;
  return text === '0' ? key.replace(/^0+(?=\d)/, '') : text + key;
}

/** The same for a PIN: nothing but digits, and a leading zero is one of them. */
export function pressPin(text: string, key: string, maxLength: number): string {
  if (key === 'Backspace') return text.slice(0, -1);
  if (key === 'Delete') return '';
  return /^\d$/.test(key) && text.length < maxLength ? text + key : text;
}
