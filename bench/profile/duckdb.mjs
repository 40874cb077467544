// DuckDB's part of run.sh: node duckdb.mjs FOLDER CSV REPEATS COLUMN...
//
// Prints a line for each step: label, CPU seconds and wall seconds, medians. The table lies in memory
// as text; one thread.
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, csv, repeats, ...columns] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(folder, 'x.js'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const types = columns.map((c) => `${quoted(c)}: 'VARCHAR'`).join(', ');
await connection.run(`CREATE TABLE p AS SELECT * FROM read_csv(${quoted(csv)}, header = false,
  columns = {${types}})`);

// Types, lengths, quantiles and the most frequent values, as far as SQL has words for them.
const profile = (c) => `count(${c}), min(${c}), max(${c}), approx_count_distinct(${c}),
  approx_top_k(${c}, 10), min(length(${c})), max(length(${c})), avg(length(${c})),
  count(try_cast(${c} AS BIGINT)), count(try_cast(${c} AS DOUBLE)), count(try_cast(${c} AS TIMESTAMP)),
  approx_quantile(try_cast(${c} AS DOUBLE), 0.25), approx_quantile(try_cast(${c} AS DOUBLE), 0.5),
  approx_quantile(try_cast(${c} AS DOUBLE), 0.75), avg(try_cast(${c} AS DOUBLE)),
  stddev(try_cast(${c} AS DOUBLE))`;
const steps = {
  'DuckDB: SUMMARIZE': 'SUMMARIZE p',
  'DuckDB: a comparable profile in SQL': `SELECT ${columns.map(profile).join(', ')} FROM p`,
};

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const [label, sql] of Object.entries(steps)) {
  const runs = [];
  for (let i = 0; i < Number(repeats); ++i) {
    const before = process.cpuUsage();
    const start = performance.now();
    await connection.runAndReadAll(sql);
    const spent = process.cpuUsage(before);
    runs.push([(spent.user + spent.system) / 1e6, (performance.now() - start) / 1e3]);
  }
  const of = (i) => median(runs.map((run) => run[i])).toFixed(3);
  console.log([label, of(0), of(1)].join('\t'));
}
