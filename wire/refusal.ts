import type { Words } from './fields.ts';

/**
 * A request that cannot be met, in words for whoever asked. Thrown rather than returned, because a refusal in
 * the middle of a transaction has to roll it back; the HTTP edge turns it into a problem document (RFC 9457)
 * and the command line into a line and an exit code. Bugs are other errors and become a 500.
 */
export class Refusal extends Error {
  /** Stable, for programs: `bill-changed`. */
  readonly code: string;
  /** HTTP status, RFC 9110. */
  readonly status: number;
  /** What happened and what it means for the sale; `message`, for the log and the command line, is its Czech. */
  readonly title: Words;
  /** What to do next. */
  readonly hint: Words;
  /** Further members of the problem document, for instance `missing_haler`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    title: Words,
    hint: Words,
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(title.cs);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.title = title;
    this.hint = hint;
    this.extra = extra;
  }
}
