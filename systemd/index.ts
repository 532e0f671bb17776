export { createNotifier, type Notifier, type NotifierOptions } from './notify.ts';
export { BOX_KEYS, PROGRAM_KEYS, readKeys } from './update/keys.ts';
export {
  REQUEST_FILE,
  RESULT_FILE,
  readResult,
  UPDATES_FOLDER,
  type UpdateRequest,
  type UpdateResult,
} from './update/result.ts';
export {
  ARCHES,
  type Arch,
  packageName,
  readPackageName,
  readStatement,
  type SignedStatement,
  STATEMENT_MAX,
  type StatementFault,
  type TrustedKey,
  type Verified,
  verifyStatement,
} from './update/statement.ts';
export { compareVersions, isVersion } from './update/version.ts';
