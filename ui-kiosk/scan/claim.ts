type Take = (code: string) => void;

/** Who wants the codes for something else than selling, the latest last. */
const claims: Take[] = [];

/** From now on codes come here: an item's EANs are being entered, a scanner is being tried. Returns the release. */
export function claimScans(take: Take): () => void {
  claims.push(take);
  return () => {
    claims.splice(claims.indexOf(take), 1);
  };
}

/** Hands a code to the latest claim, or to whoever takes it otherwise. */
export function handOver(code: string, otherwise: Take): void {
  (claims.at(-1) ?? otherwise)(code);
}
