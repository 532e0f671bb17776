import type { Outcome } from '../outcome.ts';
import { bodyOf } from '../signature/envelope.ts';
import { SOAP } from '../signature/names.ts';
import type { Trust } from '../trust/trust.ts';
import { elementsIn, isNamed, type XmlElement } from '../xml/element.ts';
import { readXml, XML_LIMITS } from '../xml/read.ts';
import type { Asked } from './asked.ts';
import { judgeOdpoved } from './judge.ts';
import { odpovediIn, readOdpoved, words } from './odpoved.ts';
import { type JudgedSignature, judgeSignature } from './signature.ts';

/** A real one has less than 8 kB. */
export const ANSWER_BYTES_MAX = 64 * 1024;
const ANSWER_LIMITS = { ...XML_LIMITS, bytes: ANSWER_BYTES_MAX };

/**
 * What an answer of the authority means for the message that it answers. `answer` is the body of the HTTP response,
 * read over TLS from the authority's own name. Never throws, whatever the bytes are.
 *
 * Under a valid signature only what it covers is read, and whatever else stands in the document is nothing. Otherwise
 * the document must be one answer and no more: of two, nobody could say which one is meant, and nothing is known then.
 */
export function readAnswer(answer: Uint8Array, asked: Asked, trust: Trust): Outcome {
  if (answer.byteLength === 0) return unknown('an empty answer');
  const document = readXml(answer, ANSWER_LIMITS);
  if (!document.ok)
    return unknown(isPage(answer) ? 'a web page' : `not the XML of an answer: ${document.reason}`);
  const signature = judgeSignature(document.root, trust, asked.now_ms);
  const odpoved = signature.body ? onlyOneIn(signature.body) : soleIn(document.root);
  if (odpoved !== undefined) return judgeOdpoved(readOdpoved(odpoved), signature, asked);
  return unknown(whyNone(document.root), signature);
}

/** Somebody else than the authority speaks, or it does and cannot say more. The message may have been taken. */
function unknown(reason: string, signature?: JudgedSignature): Outcome {
  const state = signature?.state ?? 'none';
  return { state: 'retry', left: true, code: null, warnings: [], signature: state, test: false, reason };
}

/** Odpoved, when it is all that stands in the Body. */
function onlyOneIn(body: XmlElement): XmlElement | undefined {
  const [odpoved] = odpovediIn(body);
  return odpoved?.parent === body && elementsIn(body).length === 1 ? odpoved : undefined;
}

/** The same, when no other answer stands anywhere in the document. */
function soleIn(root: XmlElement): XmlElement | undefined {
  const body = bodyOf(root);
  return body && odpovediIn(root).length === 1 ? onlyOneIn(body) : undefined;
}

function whyNone(root: XmlElement): string {
  const body = bodyOf(root);
  if (!body) return /^html$/i.test(root.local) ? 'a web page' : 'not one SOAP message';
  const [fault] = elementsIn(body);
  if (!fault || !isNamed(fault, SOAP, 'Fault')) return 'not one answer in the message';
  const said = elementsIn(fault)
    .filter(({ local }) => local === 'faultcode' || local === 'faultstring')
    .map(words);
  return `SOAP Fault: ${said.join(': ')}`;
}

/** A proxy's or a maintenance page, which seldom is XML. */
function isPage(answer: Uint8Array): boolean {
  return /^\s*<(!doctype html|html)/i.test(Buffer.from(answer.subarray(0, 512)).toString('latin1'));
}
