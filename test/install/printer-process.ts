import { createVirtualPrinter, paperText, profileWith } from '../../drivers/index.ts';
import { realWorld } from '../../world/index.ts';

/* A receipt printer on the network: port 9100 of the address given, each paper as a JSON line on standard output. */
const [, , host = '127.0.0.1'] = process.argv;
const printer = createVirtualPrinter({ profile: profileWith('epson-tm-t20iii'), clock: realWorld });
printer.onPaper((paper) => process.stdout.write(`${JSON.stringify({ paper: paperText(paper) })}\n`));
await printer.listenTcp(host, 9100);
process.stdout.write(`${JSON.stringify({ listening: true })}\n`);
