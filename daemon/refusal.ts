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
  /** What to do next, in Czech. */
  readonly hint: string;
  /** Further members of the problem document, for instance `missing_haler`. */
  readonly extra: Readonly<Record<string, unknown>>;

  /** `message`: in Czech, what happened and what it means for the sale. */
  constructor(
    status: number,
    code: string,
    message: string,
    hint: string,
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.extra = extra;
  }
}
