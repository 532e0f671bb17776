/** Why a .p12 is not read on. It is thrown and caught within this folder and never leaves it. */
export class Unopened extends Error {
  readonly fault: 'not-p12' | 'unknown-cipher' | 'wrong-password' | 'too-costly';

  constructor(fault: Unopened['fault']) {
    super(fault);
    this.fault = fault;
  }
}
