import { randomBytes } from 'node:crypto';
import { createDouble } from '../../eet/double/double.ts';
import { realWorld as time } from '../../world/index.ts';

/**
 * The tax authority's double as a process of its own, answering each message after so long. Writes one line of JSON:
 * where it is, whom to believe, and a certificate for the register; then, whenever a line comes in, one with how many
 * sales and messages it has. It ends with its standard input.
 *   node bench/peers/tax-office.ts EIC LATENCY_MS
 */
const [eic = '', latency_ms = '0'] = process.argv.slice(2);
const double = await createDouble({ time, bytes: randomBytes });
double.behaveFor(Number.POSITIVE_INFINITY, { is: 'slow', delay_ms: Number(latency_ms) });
const { p12, password } = await double.issue(eic);

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
say({
  url: double.url,
  ca: double.ca,
  organisation: double.trust.organisation,
  chains: double.trust.chains.map((chain) => chain.map(String)),
  p12: Buffer.from(p12).toString('base64'),
  password,
});
process.stdin.on('data', () =>
  say({
    sales: double.sales().length,
    messages: double.messages().length,
    offences: double.offences().slice(0, 3),
  }),
);
process.stdin.on('end', () => process.exit());
