/** `-120.50`, as it is registered, in haléře. */
export const halerOf = (total: string): number => Number(total.replace('.', ''));
