/** What a version of the program may look like: numbers alone, so that everybody orders them the same. */
const VERSION = /^\d{1,6}(\.\d{1,6}){1,3}$/;

export const isVersion = (text: string): boolean => VERSION.test(text);

/** Negative when `a` is the older one, 0 when both are the same. What is no version is older than any. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const parts = (text: string): number[] => (isVersion(text) ? text.split('.').map(Number) : [-1]);
