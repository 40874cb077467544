// Parquet by DuckDB, hyparquet and parquet-wasm (which is arrow-rs), and what they answer when they
// trust statistics, page indexes and Bloom filters.
import fs from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetQuery, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { readParquet } from 'parquet-wasm';
import { dayText, decimalText, fromText, jsonText, realHex, uuidText } from './canonical.mjs';
import { query } from './duckdb.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const utf8 = (bytes) => Buffer.from(bytes).toString('utf8');

function checkNames(columns, names) {
  const expected = columns.map(([name]) => name).join();
  if (names.join() !== expected) throw new Error(`the columns are ${names.join()}, not ${expected}`);
}

// DuckDB: each column as a text or a number that loses nothing.
const DUCKDB = {
  integer: (c) => `${c}::VARCHAR`, decimal: (c) => `${c}::VARCHAR`, boolean: (c) => `${c}::VARCHAR`,
  date: (c) => `${c}::VARCHAR`, uuid: (c) => `${c}::VARCHAR`, json: (c) => `${c}::VARCHAR`,
  text: (c) => c, real: (c) => c, real32: (c) => c, bytes: (c) => `lower(hex(${c}))`,
  time: (c) => `epoch_us(DATE '1970-01-01' + ${c})::VARCHAR`,
  timestamp: (c) => `epoch_us(${c})::VARCHAR`, list: (c) => `to_json(${c})::VARCHAR`,
};
const AS_IS = new Set(['text', 'bytes', 'time', 'timestamp', 'uuid']);

function fromDuckDB(kind, value) {
  if (value === null || AS_IS.has(kind)) return value;
  return typeof value === 'number' ? realHex(value, kind) : fromText(kind, value);
}

// What SQLite has as text may be text in the file, too.
async function duckdbCells(file, columns) {
  const types = new Map(await query(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('${file}'))`));
  checkNames(columns, [...types.keys()]);
  return columns.map(([name, kind]) => {
    const textual = types.get(name) === 'VARCHAR' && kind !== 'json' && kind !== 'list';
    return { kind, sql: textual ? `"${name}"` : DUCKDB[kind](`"${name}"`), textual };
  });
}

async function byDuckDB(file, compression, columns) {
  const cells = await duckdbCells(file, columns);
  const rows = await query(`SELECT ${cells.map((c) => c.sql).join(', ')} FROM read_parquet('${file}')`);
  return rows.map((row) => row.map((value, i) =>
    (cells[i].textual && value !== null ? fromText(cells[i].kind, value) : fromDuckDB(cells[i].kind, value))));
}

// hyparquet turns decimals and times into doubles: so the physical values are read, without the
// logical types, which are applied here.
const STRIPPED = new Set(['DECIMAL', 'DATE', 'TIME', 'TIMESTAMP', 'UUID', 'JSON']);

function physicalMetadata(buffer) {
  const metadata = parquetMetadata(buffer);
  const logical = new Map();
  for (const [i, element] of metadata.schema.entries()) {
    const before = metadata.schema[i - 1];
    const inList = before?.repetition_type === 'REPEATED' || element.repetition_type === 'REPEATED';
    if (!inList && element.type) logical.set(element.name, { ...element });
    if (STRIPPED.has(element.logical_type?.type)) {
      delete element.logical_type;
      delete element.converted_type;
    }
  }
  return { metadata, logical };
}

function unscaledOf(bytes) {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex(bytes)}`));
}

function fromPhysical(kind, element, value) {
  if (value === null || value === undefined) return null;
  if (kind === 'list') return jsonText(value.map((v) => (typeof v === 'bigint' ? Number(v) : v ?? null)));
  if (element?.logical_type?.type === 'STRING') return fromText(kind, value);
  switch (kind) {
    case 'decimal':
      return decimalText(value instanceof Uint8Array ? unscaledOf(value) : BigInt(value), element.scale ?? 0);
    case 'real': case 'real32': return realHex(value, kind);
    case 'date': return dayText(value);
    case 'uuid': return uuidText(hex(value));
    case 'bytes': return hex(value);
    case 'json': return jsonText(JSON.parse(typeof value === 'string' ? value : utf8(value)));
    default: return String(value);
  }
}

async function byHyparquet(file, compression, columns) {
  const buffer = fs.readFileSync(file);
  const bytes = buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
  const { metadata, logical } = physicalMetadata(bytes);
  const rows = await parquetReadObjects({ file: bytes, metadata, compressors, utf8: false });
  checkNames(columns, Object.keys(rows[0]));
  return rows.map((row) => columns.map(([name, kind]) => fromPhysical(kind, logical.get(name), row[name])));
}

// Arrow's numbers as its buffers have them: its getters make doubles of times.
function arrowRaw(vector, row) {
  if (!vector.isValid(row)) return null;
  for (const data of vector.data) {
    if (row < data.length) return data.values[data.offset + row] ?? null;
    row -= data.length;
  }
  return null;
}

function fromArrow(kind, vector, row) {
  const value = vector.get(row);
  if (value === null) return null;
  if (typeof value === 'string' && kind !== 'json') return fromText(kind, value);
  switch (kind) {
    case 'decimal': {
      const words = new Uint32Array(value.buffer, value.byteOffset, value.length);
      const unscaled = words.reduceRight((n, word) => n << 32n | BigInt(word), 0n);
      return decimalText(BigInt.asIntN(words.length * 32, unscaled), vector.type.scale);
    }
    case 'real': case 'real32': return realHex(value, kind);
    case 'date': return dayText(arrowRaw(vector, row));
    case 'time': case 'timestamp': return String(arrowRaw(vector, row));
    case 'uuid': return uuidText(hex(value));
    case 'bytes': return hex(value);
    case 'json': return jsonText(JSON.parse(typeof value === 'string' ? value : utf8(value)));
    case 'list': return jsonText([...value]);
    default: return String(value);
  }
}

function byParquetWasm(file, compression, columns) {
  const table = tableFromIPC(readParquet(new Uint8Array(fs.readFileSync(file))).intoIPCStream());
  checkNames(columns, table.schema.fields.map((field) => field.name));
  const vectors = columns.map((_, i) => table.getChildAt(i));
  return Array.from({ length: table.numRows }, (_, row) =>
    columns.map(([, kind], i) => fromArrow(kind, vectors[i], row)));
}

export const parquet = { DuckDB: byDuckDB, hyparquet: byHyparquet, 'parquet-wasm': byParquetWasm };

// Some of a column's values, spread over all of them, as SQL.
async function samples(file, name, type) {
  const rows = await query(
    `SELECT v::VARCHAR FROM (SELECT v, row_number() OVER (ORDER BY v) AS r, count(*) OVER () AS n
       FROM (SELECT DISTINCT "${name}" AS v FROM read_parquet('${file}') WHERE v IS NOT NULL))
     WHERE r IN (1, n) OR r % greatest(n // 7, 1) = 0`);
  return rows.map(([text]) => `'${text.replaceAll("'", "''")}'::${type}`);
}

// A wrong minimum, page index or Bloom filter loses rows: answers that may use them are held against
// a table that has none. Returns what differs.
export async function filterFaults(file) {
  const faults = [];
  await query(`CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM read_parquet('${file}')`);
  for (const [name, type] of await query('SELECT column_name, column_type FROM (DESCRIBE held)')) {
    if (type.endsWith('[]')) continue;
    const conditions = (await samples(file, name, type)).flatMap((value) =>
      ['=', '<=', '>='].map((op) => `"${name}" ${op} ${value}`));
    conditions.push(`"${name}" IS NULL`);
    const counts = async (source) => (await query(`SELECT ${conditions.map((condition) =>
      `(SELECT count(*) FROM ${source} WHERE ${condition})`).join(', ')}`))[0].map(String);
    const [held, read] = [await counts('held'), await counts(`read_parquet('${file}')`)];
    conditions.forEach((condition, i) => {
      if (held[i] !== read[i]) faults.push(`DuckDB: ${read[i]} rows of ${condition}, ${held[i]} expected`);
    });
  }
  return faults.concat(await hyparquetFaults(file));
}

async function hyparquetFaults(file) {
  const faults = [];
  const buffer = fs.readFileSync(file);
  const bytes = buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
  const all = await parquetReadObjects({ file: bytes, compressors });
  for (const name of ['id', 'i64', 'i32', 'cat', 'tx', 'r8']) {
    const distinct = [...new Set(all.map((row) => row[name]))].filter((v) => v !== null && v === v);
    const values = distinct.filter((_, i) => i % Math.ceil(distinct.length / 20) === 0);
    for (const value of values) {
      const filter = { [name]: { $eq: value } };
      const options = { file: bytes, compressors, filter, usePageIndex: true, useBloomFilters: true, useOffsetIndex: true };
      const found = await parquetQuery(options);
      const expected = all.filter((row) => row[name] === value).length;
      if (found.length !== expected) faults.push(`hyparquet, ${name} = ${value}: ${found.length} rows, ${expected} expected`);
    }
  }
  return faults;
}
