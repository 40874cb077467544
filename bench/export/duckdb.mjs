// DuckDB's part of run.sh: node duckdb.mjs PACKAGES CSV OUTPUT REPEATS
//
// Prints a line for each format: label, CPU seconds, wall seconds (medians), bytes. The table lies in
// memory; one thread.
import { createRequire } from 'node:module';
import { statSync, unlinkSync } from 'node:fs';
import path from 'node:path';

const [packages, csv, output, repeats] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(packages, 'x.js'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();

const columns = {
  id: 'BIGINT', reading_seq: 'BIGINT', equipment_id: 'INTEGER', user_id: 'INTEGER', qty: 'INTEGER',
  code: 'INTEGER', temp_c: 'DOUBLE', pressure: 'DOUBLE', voltage: 'DOUBLE', score: 'DOUBLE',
  lat: 'DOUBLE', created_at: 'TIMESTAMP', updated_at: 'TIMESTAMP', event_date: 'DATE',
  is_active: 'BOOLEAN', status: 'VARCHAR', sensor_type: 'VARCHAR', region: 'VARCHAR',
  description: 'VARCHAR', notes: 'VARCHAR',
};
const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`).join(', ');
await connection.run(`CREATE TABLE readings AS SELECT * FROM read_csv('${csv}', header = false,
  nullstr = '\\N', columns = {${types}})`);

const formats = {
  csv: 'FORMAT csv, HEADER',
  jsonl: 'FORMAT json',
  'parquet.snappy': 'FORMAT parquet, COMPRESSION snappy',
  'parquet.zstd': 'FORMAT parquet, COMPRESSION zstd',
  'parquet.snappy.modern': 'FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2',
  'parquet.zstd.modern': 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2',
};
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const [label, options] of Object.entries(formats)) {
  const runs = [];
  for (let i = 0; i < Number(repeats); ++i) {
    const before = process.cpuUsage();
    const start = performance.now();
    await connection.run(`COPY readings TO '${output}' (${options})`);
    const spent = process.cpuUsage(before);
    runs.push([(spent.user + spent.system) / 1e6, (performance.now() - start) / 1e3]);
  }
  const of = (i) => median(runs.map((run) => run[i])).toFixed(2);
  console.log([label, of(0), of(1), statSync(output).size].join(' '));
  unlinkSync(output);
}
