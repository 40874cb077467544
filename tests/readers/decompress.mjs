// What is around a text file, taken off by programs that are not ours.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { snappyUncompress } from 'hyparquet';

const LARGEST = 1 << 30;

const CRC32C = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? n >>> 1 ^ 0x82f63b78 : n >>> 1;
  return n >>> 0;
});

function maskedCrc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC32C[(crc ^ byte) & 255] ^ crc >>> 8;
  crc = ~crc >>> 0;
  return ((crc >>> 15 | crc << 17) + 0xa282ead8) >>> 0;
}

function blockLength(block) {
  let length = 0;
  for (let at = 0, shift = 0; ; at++, shift += 7) {
    length |= (block[at] & 127) << shift;
    if (block[at] < 128) return length;
  }
}

function snappyBlock(block) {
  const out = new Uint8Array(blockLength(block));
  snappyUncompress(block, out);
  return out;
}

// Snappy's framing format (google/snappy, framing_format.txt), with its checksums.
function snappyFrames(bytes) {
  const out = [];
  for (let at = 0, first = true; at < bytes.length; first = false) {
    const type = bytes[at], size = bytes.readUIntLE(at + 1, 3);
    const body = bytes.subarray(at + 4, at + 4 + size);
    if (body.length !== size) throw new Error('a snappy chunk is cut off');
    at += 4 + size;
    if (first || type === 0xff) {
      if (type !== 0xff || body.toString() !== 'sNaPpY') throw new Error('no snappy stream');
      continue;
    }
    if (type > 1) {
      if (type < 0x80) throw new Error(`a snappy chunk of type ${type}`);
      continue;
    }
    const data = type === 0 ? snappyBlock(body.subarray(4)) : body.subarray(4);
    if (maskedCrc(data) !== body.readUInt32LE(0)) throw new Error('a snappy chunk has a wrong checksum');
    out.push(data);
  }
  return Buffer.concat(out);
}

export function decompressed(path, compression) {
  const bytes = fs.readFileSync(path);
  switch (compression) {
    case 'none': return bytes;
    case 'gzip': return zlib.gunzipSync(bytes);
    case 'brotli': return zlib.brotliDecompressSync(bytes);
    case 'zstd': return execFileSync('zstd', ['-dc', path], { maxBuffer: LARGEST });
    case 'snappy': return snappyFrames(bytes);
    default: throw new Error(`no reader for ${compression}`);
  }
}
