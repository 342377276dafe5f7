import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Frames, WireProblem } from './frames.js';

/** Python's `multiprocessing.connection`: each side proves that it has the key. Python 3.12 brought SHA-256. */
const CHALLENGE = Buffer.from('#CHALLENGE#');
const WELCOME = Buffer.from('#WELCOME#');
const FAILURE = Buffer.from('#FAILURE#');
const MAX_BYTES = 256;
const OLD_CHALLENGE_BYTES = 20;
const SHA256 = Buffer.from('{sha256}');

/** The answer to a challenge: HMAC-MD5, or with a `{sha256}` before it HMAC-SHA256, prefix included in what is signed. */
export function answerTo(challenge: Buffer, key: Buffer): Buffer {
  if (!challenge.subarray(0, SHA256.length).equals(SHA256))
    return createHmac('md5', key).update(challenge).digest();
  return Buffer.concat([SHA256, createHmac('sha256', key).update(challenge).digest()]);
}

/** Lets the other side prove that it has the key. @throws WireProblem */
export async function challenge(frames: Frames, key: Buffer, timeoutMs: number): Promise<void> {
  // '{' would begin the name of a digest
  let nonce = randomBytes(OLD_CHALLENGE_BYTES);
  while (nonce[0] === 0x7b) nonce = randomBytes(OLD_CHALLENGE_BYTES);
  await frames.write(Buffer.concat([CHALLENGE, nonce]));
  const answer = await frames.read(MAX_BYTES, timeoutMs);
  const expected = answerTo(nonce, key);
  const right =
    answer !== undefined && answer.length === expected.length && timingSafeEqual(answer, expected);
  await frames.write(right ? WELCOME : FAILURE);
  if (!right) throw new WireProblem('the other side does not have the key');
}

/** Proves to the other side that we have the key. @throws WireProblem */
export async function respond(frames: Frames, key: Buffer, timeoutMs: number): Promise<void> {
  const message = await frames.read(MAX_BYTES, timeoutMs);
  const asked = message?.subarray(0, CHALLENGE.length).equals(CHALLENGE);
  const nonce = message?.subarray(CHALLENGE.length);
  if (!asked || nonce === undefined || nonce.length < OLD_CHALLENGE_BYTES)
    throw new WireProblem('the other side did not challenge us');
  await frames.write(answerTo(nonce, key));
  const verdict = await frames.read(MAX_BYTES, timeoutMs);
  if (!verdict?.equals(WELCOME)) throw new WireProblem('the other side does not take our key');
}
