/*
 * What registers and the backoffice, and anyone else's backoffice, say to each other: the fields of the cells and the
 * facts that a shop's replicas hold, and refusals in words for people, with what finds them in a request.
 */
export * from './censor.ts';
export * from './columns.ts';
export * from './compilers.ts';
export * from './eet-why.ts';
export * from './fact-reader.ts';
export * from './facts/books.ts';
export * from './facts/eet.ts';
export * from './facts/stock.ts';
export * from './fields.ts';
export * from './local-time.ts';
export * from './marks.ts';
export * from './person.ts';
export * from './pin.ts';
export * from './price-list.ts';
export * from './problem.ts';
export * from './recipe.ts';
export * from './refusal.ts';
export * from './schedule.ts';
export * from './search-text.ts';
export * from './settings.ts';
export * from './shift-sum.ts';
export * from './upstream.ts';
export * from './validate.ts';
