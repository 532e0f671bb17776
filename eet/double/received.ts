/** A message that was found right, as far as anything is asked of it here. */
export interface Received {
  readonly head: {
    readonly uuid: string;
    readonly sentAt: string;
    readonly first: boolean;
    readonly verification: boolean;
  };
  readonly sale: {
    readonly eic: string;
    readonly unitId: string;
    readonly registerId: string;
    readonly number: string;
    readonly soldAt: string;
  };
  /** The six values that make a sale, with `|` between them. */
  readonly identity: string;
  /** CN of the certificate it was signed with. */
  readonly signedBy: string;
  /** Warnings that it has earned, by `kod_varov`. */
  readonly warnings: readonly number[];
}
