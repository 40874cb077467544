// CSV and JSON lines, by DuckDB, csv-parse and papaparse.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { fromText, jsonText, realHex } from './canonical.mjs';
import { decompressed } from './decompress.mjs';
import { query } from './duckdb.mjs';

const cell = (kind, text) => (text === null ? null : fromText(kind, text));
const toRows = (columns, rows) =>
  rows.map((row) => columns.map(([, kind], i) => cell(kind, row[i])));

function checkHeader(columns, header) {
  const names = columns.map(([name]) => name).join();
  if (header.join() !== names) throw new Error(`the header is ${header.join()}, not ${names}`);
}

// What DuckDB can't decompress itself, it gets without.
function plain(file, compression) {
  if (['gzip', 'zstd'].includes(compression)) return [file, compression];
  const path = `${file}.plain`;
  fs.writeFileSync(path, decompressed(file, compression));
  return [path, 'uncompressed'];
}

const named = (columns, type) => `{${columns.map(([name]) => `'${name}': '${type}'`).join(', ')}}`;

async function csvByDuckDB(file, compression, columns) {
  const [path, packed] = plain(file, compression);
  const rows = await query(
    `SELECT * FROM read_csv('${path}', header = true, columns = ${named(columns, 'VARCHAR')},
       compression = '${packed.replace('uncompressed', 'none')}', allow_quoted_nulls = false, nullstr = '', quote = '"', escape = '"',
       delim = ',', new_line = '\\n', auto_detect = false, max_line_size = 4000000)`);
  return toRows(columns, rows);
}

// An empty field is NULL, a quoted one is ''.
function csvByCsvParse(file, compression, columns) {
  const cast = (value, context) => (value === '' && !context.quoting ? null : value);
  const [header, ...rows] = parse(decompressed(file, compression), { cast });
  checkHeader(columns, header);
  return toRows(columns, rows);
}

// This one can't tell '' from NULL: compare.mjs lets either pass for the other.
function csvByPapaparse(file, compression, columns) {
  const text = decompressed(file, compression).toString('utf8');
  const { data, errors } = Papa.parse(text, { newline: '\n', delimiter: ',', skipEmptyLines: true });
  if (errors.length > 0) throw new Error(errors[0].message);
  const [header, ...rows] = data;
  checkHeader(columns, header);
  return toRows(columns, rows.map((row) => row.map((value) => (value === '' ? null : value))));
}

function fromJson(kind, value) {
  if (value === null) return null;
  if (kind === 'json' || kind === 'list') {
    return jsonText(typeof value === 'string' ? JSON.parse(value) : value);
  }
  if ((kind === 'real' || kind === 'real32') && typeof value === 'number') return realHex(value, kind);
  if (kind === 'boolean' && typeof value !== 'boolean') throw new Error(`${value} is no boolean`);
  return fromText(kind, String(value));
}

const EXACT = new Set(['integer', 'decimal']);

// JSON.parse reads numbers as doubles, so those that no double holds are put in quotes first.
function quotedNumbers(line, columns) {
  const names = columns.filter(([, kind]) => EXACT.has(kind)).map(([name]) => name).join('|');
  return line.replace(new RegExp(`([{,]"(?:${names})":)(-?[0-9][0-9.eE+-]*)`, 'g'), '$1"$2"');
}

function jsonlByNode(file, compression, columns) {
  const lines = decompressed(file, compression).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
  return lines.map((line) => {
    const row = JSON.parse(quotedNumbers(line, columns));
    checkHeader(columns, Object.keys(row));
    return columns.map(([name, kind]) => fromJson(kind, row[name]));
  });
}

async function jsonlByDuckDB(file, compression, columns) {
  const [path, packed] = plain(file, compression);
  const rows = await query(
    `SELECT * FROM read_json('${path}', format = 'newline_delimited', columns = ${named(columns, 'JSON')},
       compression = '${packed}', maximum_object_size = 4000000)`);
  return rows.map((row) => columns.map(([, kind], i) => {
    const text = row[i];
    if (text === null || text === 'null') return null;
    const exact = EXACT.has(kind) && !text.startsWith('"');
    return fromJson(kind, exact ? text : JSON.parse(text));
  }));
}

function jsonlByPython(file, compression, columns) {
  const script = new URL('read_text.py', import.meta.url).pathname;
  const out = execFileSync('/usr/bin/python3', [script, JSON.stringify(columns)],
    { input: decompressed(file, compression), maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'pipe'] });
  return out.toString().trimEnd().split('\n').map((line) => JSON.parse(line));
}

export const csv = { DuckDB: csvByDuckDB, 'csv-parse': csvByCsvParse, papaparse: csvByPapaparse };
export const jsonl = { DuckDB: jsonlByDuckDB, node: jsonlByNode, Python: jsonlByPython };
