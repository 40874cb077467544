// Holds exported files against the table they come from, value by value, as several readers that
// are not ours have them.
//
//   node compare.mjs WORK
//
// WORK/exports lists an export a line: engine, format, compression, variant, file. WORK/ENGINE.oracle
// is what the table holds (oracle.py). Ends with 1 where any value differs, and says which.
import fs from 'node:fs';
import { avroReaders } from './read_avro.mjs';
import { filterFaults, parquet } from './read_parquet.mjs';
import { csv, jsonl } from './read_text.mjs';

const READERS = { avro: avroReaders, csv, jsonl, parquet };
const MOST_SHOWN = 5;

function readOracle(path) {
  const lines = fs.readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  return { columns: lines[0], rows: lines.slice(1) };
}

const show = (value) => (value === null ? 'NULL' : `"${value.slice(0, 60)}"`);

// What a reader can't tell apart: papaparse '' and NULL, for it does not look at quotes; DuckDB's
// JSON reader decimals that are the same double.
function isEqual(value, expected, kind, reader, format) {
  if (value === expected) return true;
  if (reader === 'papaparse') return value === null && expected === '';
  return reader === 'DuckDB' && format === 'jsonl' && kind === 'decimal' && value !== null &&
    expected !== null && Number(value) === Number(expected);
}

function differences(oracle, rows, reader, format) {
  const found = [];
  if (rows.length !== oracle.rows.length) {
    return [`${rows.length} rows, ${oracle.rows.length} expected`];
  }
  rows.forEach((row, r) => row.forEach((value, c) => {
    const expected = oracle.rows[r][c];
    const [name, kind] = oracle.columns[c];
    if (isEqual(value, expected, kind, reader, format)) return;
    found.push(`row ${r + 1}, column ${name}: ${show(value)}, ${show(expected)} expected`);
  }));
  return found;
}

async function check(reader, read, exported, oracle) {
  let found;
  try {
    found = differences(oracle, await read(exported.file, exported.compression, oracle.columns), reader, exported.format);
  } catch (error) {
    found = [`${error.message ?? error}`];
  }
  if (found.length === 0) return true;
  const { engine, format, compression, variant } = exported;
  console.log(`FAILED ${engine} ${format} ${compression} ${variant} read by ${reader}: ${found.length} differences`);
  for (const line of found.slice(0, MOST_SHOWN)) console.log(`  ${line}`);
  return false;
}

// Rows that a reader loses where it trusts what the file says of its values.
async function checkFilters({ engine, format, compression, variant, file }) {
  if (format !== 'parquet' || compression !== 'none') return true;
  const faults = await filterFaults(file);
  for (const fault of faults.slice(0, MOST_SHOWN)) console.log(`FAILED ${engine} parquet ${variant}: ${fault}`);
  return faults.length === 0;
}

// The engines' tables are equal wherever both can store the value.
function compareEngines(oracles) {
  const [a, b] = [oracles.postgres, oracles.sqlite];
  const at = new Map(b.columns.map(([name], i) => [name, i]));
  let differing = 0;
  a.columns.forEach(([name, kind], c) => {
    if (!at.has(name)) return;
    a.rows.forEach((row, r) => {
      const [x, y] = [row[c], b.rows[r][at.get(name)]];
      const unstorable = kind === 'real' && (x === 'nan' || x === '8000000000000000');
      if (x !== y && !unstorable) differing++;
    });
  });
  if (differing > 0) console.log(`FAILED: ${differing} values differ between the engines' tables`);
  return differing === 0;
}

async function main(work) {
  const oracles = {};
  for (const engine of ['postgres', 'sqlite']) oracles[engine] = readOracle(`${work}/${engine}.oracle`);
  let good = compareEngines(oracles);
  let readings = 0;
  for (const line of fs.readFileSync(`${work}/exports`, 'utf8').trimEnd().split('\n')) {
    const [engine, format, compression, variant, file] = line.split('\t');
    const exported = { engine, format, compression, variant, file };
    for (const [reader, read] of Object.entries(READERS[format])) {
      readings++;
      if (!await check(reader, read, exported, oracles[engine])) good = false;
    }
    if (!await checkFilters(exported)) good = false;
  }
  console.log(`${readings} readings of ${oracles.postgres.rows.length} rows`);
  process.exitCode = good ? 0 : 1;
}

await main(process.argv[2]);
