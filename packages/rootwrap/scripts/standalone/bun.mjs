import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '1.4.5';
/** The packages that hold nothing but the executable, and what they hash to on npm. */
const PACKAGES = {
  x64: {
    name: '@oven/bun-linux-x64',
    sha512: 'IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
  },
  arm64: {
    name: '@oven/bun-linux-aarch64',
    sha512: '4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  },
};

/**
 * Finds Bun in the cache or fetches it from npm; none of its scripts is run.
 * @param say told what happens
 * @returns the executable
 */
export function fetchBun(cache, say) {
  const wanted = process.platform === 'linux' ? PACKAGES[process.arch] : undefined;
  if (wanted === undefined) throw new Error(`no Bun is known for ${process.platform} on ${process.arch}`);
  const home = join(cache, `bun-${VERSION}-${process.arch}`);
  const bun = join(home, 'package', 'bin', 'bun');
  if (existsSync(bun)) return bun;
  const address = `${wanted.name}@${VERSION}`;
  say(`fetching ${address} from npm, about 50 MB`);
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'fetching-'));
  try {
    unpack(download(address, fresh), wanted.sha512, fresh);
    renameSync(fresh, home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  say(`kept it in ${home}`);
  return bun;
}

function download(address, folder) {
  const quiet = ['--ignore-scripts', '--loglevel=error', '--fetch-retries=1'];
  const words = ['pack', address, ...quiet, '--pack-destination', folder];
  const packed = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' });
  if (packed.status !== 0) {
    const why = packed.error?.message ?? packed.stderr.split('\n', 1)[0];
    throw new Error(`cannot fetch ${address}: is the network there? (${why})`);
  }
  return join(folder, packed.stdout.trim());
}

function unpack(archive, sha512, folder) {
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== sha512) throw new Error(`${archive} is not the known one: its SHA-512 is ${found}`);
  const { status, stderr, error } = spawnSync('tar', ['-xzf', archive, '--no-same-owner', '-C', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cannot unpack ${archive}: ${error?.message ?? stderr}`);
  rmSync(archive);
}
