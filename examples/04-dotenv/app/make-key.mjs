// Makes the letterbox's pair of keys, the private one under the password: make-key.mjs FOLDER

import 'dotenv/config';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: {
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: process.env.DB_PASSWORD,
  },
});
writeFileSync(join(folder, 'public.pem'), publicKey);
writeFileSync(join(folder, 'private.pem'), privateKey);
