import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { bytesOf, parseReply, parseRequest } from '../src/wire/messages.js';
import { decodeText, encodeText } from '../src/wire/text.js';
import { randomFrom } from './support/random.js';

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

/** Bytes among which broken and whole characters are frequent. */
function randomText(random: () => number): Buffer {
  const parts = [
    () => Buffer.of(Math.floor(random() * 256)),
    () => Buffer.of(0x80 + Math.floor(random() * 128)),
    () => Buffer.from(String.fromCodePoint(Math.floor(random() * 0xd800))),
    () => Buffer.from(String.fromCodePoint(0xe000 + Math.floor(random() * 0x102000))),
    // a whole character without its end
    () => Buffer.from(String.fromCodePoint(0x10000 + Math.floor(random() * 0x100000))).subarray(0, 3),
    // UTF-16 halves, overlong forms and what is beyond Unicode, as if they were UTF-8
    () => Buffer.of(0xed, 0xa0 + Math.floor(random() * 32), 0x80 + Math.floor(random() * 64)),
    () => Buffer.of(0xe0, 0x80 + Math.floor(random() * 64), 0x80 + Math.floor(random() * 64)),
    () => Buffer.of(0xf4, 0x80 + Math.floor(random() * 64), 0x80, 0xbf),
  ];
  const count = Math.floor(random() * 12);
  return Buffer.concat(
    Array.from({ length: count }, () => parts[Math.floor(random() * parts.length)]?.() ?? Buffer.alloc(0)),
  );
}

describe('text that stands for any bytes', () => {
  it('becomes the same bytes again', () => {
    const random = randomFrom(1);
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = randomText(random);
      assert.deepEqual(encodeText(decodeText(bytes)), bytes, bytes.toString('hex'));
    }
  });

  it("is what Python's os.fsdecode makes of them", {
    skip: hasPython ? false : 'python3 is not installed',
  }, () => {
    const random = randomFrom(2);
    const samples = Array.from({ length: 2000 }, () => randomText(random));
    const script = [
      'import json, sys',
      'lines = sys.stdin.read().split("\\n")',
      'print(json.dumps([bytes.fromhex(line).decode("utf-8", "surrogateescape") for line in lines]))',
    ].join('\n');
    const input = samples.map((bytes) => bytes.toString('hex')).join('\n');
    const { stdout } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 2 ** 27 });
    const expected: string[] = JSON.parse(stdout);
    assert.equal(expected.length, samples.length);
    samples.forEach((bytes, index) => {
      assert.equal(decodeText(bytes), expected[index], bytes.toString('hex'));
    });
  });

  it('keeps a byte order mark, and every character', () => {
    assert.equal(decodeText(Buffer.from('\ufeffa')), '\ufeffa');
    assert.equal(decodeText(Buffer.from('\xff\xef\xbb\xbf', 'latin1')), '\udcff\ufeff');
    const all = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code >> 11 !== 0x1b);
    const text = `${all.map((code) => String.fromCodePoint(code)).join('')}\udc80`;
    assert.equal(decodeText(encodeText(text) ?? Buffer.alloc(0)), text);
  });

  it('has no bytes when it holds halves of characters that stand for none', () => {
    for (const half of ['\ud800', 'a\udbff', '\udc00', '\udc7f\udc80', '\udd00', '\udfff'])
      assert.equal(encodeText(half), undefined, JSON.stringify(half));
  });
});

describe('requests and replies', () => {
  const request = (text: string | Buffer) => parseRequest(Buffer.from(text));

  it('are read as they are meant', () => {
    assert.deepEqual(request('["1f", "run", [["a"], null], {"x": 1}]'), {
      ident: '1f',
      method: 'run',
      args: [['a'], null],
      kwargs: { x: 1 },
    });
    assert.equal(request('[null, "dummy", [], {}]').ident, undefined);
    assert.deepEqual(request('["", "m", ["\\udcff"], {}]').args, ['\udcff']);
    assert.deepEqual(parseReply(Buffer.from('["#RETURN", null]')), { kind: '#RETURN', value: null });
  });

  it('are refused when they are anything else, and nothing else is thrown', () => {
    const random = randomFrom(3);
    const good = '["1f", "run_one_command", [["a", {"__bytes__": "YQ=="}], null], {"stdin": "x"}]';
    const pieces = ['"', '[', ']', '{', '}', ',', ':', 'null', '1e999', '\\ud800', '\0', '\xff', ''];
    const broken = Array.from({ length: 5000 }, () => {
      const at = Math.floor(random() * good.length);
      const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
      return Buffer.from(good.slice(0, at) + piece + good.slice(at + Math.floor(random() * 3)), 'latin1');
    });
    for (const body of [...broken, ...Array.from({ length: 5000 }, () => randomText(random))]) {
      for (const parse of [parseRequest, parseReply]) {
        try {
          parse(body);
        } catch (error) {
          assert.equal((error as Error).constructor.name, 'WireProblem', body.toString('latin1'));
        }
      }
    }
  });

  it('carry bytes in base64, and only so', () => {
    assert.deepEqual(bytesOf({ __bytes__: 'AP+A' }), Buffer.of(0, 0xff, 0x80));
    assert.deepEqual(bytesOf({ __bytes__: '' }), Buffer.alloc(0));
    for (const encoded of ['A', 'YQ', 'YQ=', 'YQ===', 'Y Q==', 'YQ==\n', '-_-_', 5, null])
      assert.equal(bytesOf({ __bytes__: encoded }), undefined, String(encoded));
    assert.equal(bytesOf({ __bytes__: 'YQ==', other: 1 }), undefined);
    assert.equal(bytesOf({}), undefined);
    assert.equal(bytesOf(['YQ==']), undefined);
  });
});
