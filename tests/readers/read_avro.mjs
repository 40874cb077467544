// Avro by avsc, with codecs that are not ours either.
import { execFileSync } from 'node:child_process';
import avro from 'avsc';
import { snappyUncompress } from 'hyparquet';
import { dayText, decimalText, fromText, jsonText, realHex } from './canonical.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

// A long as BigInt: a double holds no 64 bits.
const longType = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (n) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(n);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (n) => typeof n === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
});

function uncompressedLength(block) {
  let length = 0;
  for (let at = 0, shift = 0; ; at++, shift += 7) {
    length |= (block[at] & 127) << shift;
    if (block[at] < 128) return length;
  }
}

// Behind each block of snappy stand four bytes of checksum.
function snappy(block, done) {
  const packed = block.subarray(0, block.length - 4);
  const out = Buffer.alloc(uncompressedLength(packed));
  snappyUncompress(packed, out);
  done(null, out);
}

function zstandard(block, done) {
  done(null, execFileSync('zstd', ['-dc'], { input: block, maxBuffer: 1 << 30 }));
}

function readAll(file) {
  return new Promise((resolve, reject) => {
    const rows = [];
    let schema;
    avro.createFileDecoder(file, {
      codecs: { snappy, zstandard, ...avro.streams.BlockDecoder.defaultCodecs?.() },
      parseHook: (schema) => avro.Type.forSchema(schema, {
        typeHook: (type) => (type === 'long' || type?.type === 'long' ? longType : undefined),
      }),
    }).on('metadata', (type, codec, header) => {
      schema = JSON.parse(header.meta['avro.schema'].toString());
    }).on('data', (row) => rows.push(row)).on('end', () => resolve({ schema, rows })).on('error', reject);
  });
}

const withoutNull = (type) => (Array.isArray(type) ? type.find((t) => t !== 'null') : type);

// A union's value comes in an object that names its branch, or bare.
function bare(value) {
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value) || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  return keys.length === 1 ? value[keys[0]] : value;
}

function fromAvro(kind, type, wrapped) {
  const value = bare(wrapped);
  if (value === null || value === undefined) return null;
  const scale = withoutNull(type).scale ?? 0;
  if (typeof value === 'string') return fromText(kind, value);
  switch (kind) {
    case 'decimal': return decimalText(BigInt.asIntN(value.length * 8, BigInt(`0x${hex(value)}`)), scale);
    case 'real': case 'real32': return realHex(value, kind);
    case 'date': return dayText(value);
    case 'bytes': return hex(value);
    case 'list': return jsonText(value.map((v) => bare(v)));
    default: return String(value);
  }
}

async function byAvsc(file, compression, columns) {
  const { schema, rows } = await readAll(file);
  const names = schema.fields.map((field) => field.name).join();
  if (names !== columns.map(([name]) => name).join()) throw new Error(`the columns are ${names}`);
  return rows.map((row) => columns.map(([name, kind], i) => fromAvro(kind, schema.fields[i].type, row[name])));
}

export const avroReaders = { avsc: byAvsc };
