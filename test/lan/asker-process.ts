import { createInterface } from 'node:readline';
import { type Asked, askHere } from '../siblings/place.ts';

/* Asks registers on behalf of a test that stands outside of the box's network: one JSON line in, one out. */
for await (const line of createInterface({ input: process.stdin })) {
  const { id, asked } = JSON.parse(line) as { id: number; asked: Asked };
  void askHere(asked).then(
    (said) => process.stdout.write(`${JSON.stringify({ id, said })}\n`),
    (error: unknown) => process.stdout.write(`${JSON.stringify({ id, error: String(error) })}\n`),
  );
}
