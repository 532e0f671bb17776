/** One question at a time, and one more when anything was heard meanwhile. */
export function createAsking(question: () => Promise<void>): () => Promise<void> {
  let asking = false;
  let again = false;
  return async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      await question().catch(() => {});
    }
    asking = false;
  };
}
