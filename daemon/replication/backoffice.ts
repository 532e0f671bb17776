/*
 * To the replication a backoffice is one more sibling. It is named by its store, so that another one never takes its
 * place by itself; and with a dot, which no register's id has.
 */
const PREFIX = 'backoffice.';

export const backofficeName = (storeId: string): string => `${PREFIX}${storeId}`;
export const isBackoffice = (name: string): boolean => name.startsWith(PREFIX);
