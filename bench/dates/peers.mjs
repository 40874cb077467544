// The measuring behind peers.sh: node peers.mjs BUILD FOLDER ROWS
//
// Every contender reads the same column. The rounds are interleaved (each contender once, then all
// again), the figures are CPU time, and what the engine needs to scan the column is taken off within
// the round, so that a machine that is busy or changes its pace blurs all alike. Medians are printed.
import { spawn, execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import path from 'node:path';

const [build, folder, rowsText] = process.argv.slice(2);
const rows = Number(rowsText);
const rounds = 5;

const columns = {
  iso: {
    kind: 'iso_timestamp', options: '',
    format: 'YYYY-MM-DD HH24:MI:SS', strptime: '%Y-%m-%d %H:%M:%S',
  },
  mixed: { kind: 'mixed', options: '{"order": "mdy"}' },
  us: {
    kind: 'us_date', options: '{"order": "mdy"}',
    format: 'MM/DD/YYYY', strptime: '%m/%d/%Y',
  },
  dirty: { kind: 'dirty', options: '{"order": "mdy"}' },
};
// Contenders of many microseconds a value are given one row of that many.
const slow = 20;
const strptimeList = [
  '%Y-%m-%dT%H:%M:%S.%g', '%Y-%m-%d', '%b %d, %Y', '%d %B %Y %H:%M', '%m/%d/%Y %H:%M:%S',
  '%a, %d %b %Y %H:%M:%S +0000', '%b %d %Y %I:%M%p', '%Y%m%d', '%d-%b-%Y', '%Y/%m/%d %H:%M:%S',
];

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const dateValues = path.join(build, 'bench', 'date_values');
const fileOf = (column) => path.join(folder, `${column}.txt`);

// A child that answers each request with lines; the last one is `done`.
class Child {
  constructor(command, args) {
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }
  async ask(request, done) {
    this.process.stdin.write(request);
    const answer = [];
    for (;;) {
      const { value, done: ended } = await this.lines.next();
      if (ended) throw new Error(`the peer ended after: ${request}\n${answer.join('\n')}`);
      if (done(value)) return answer;
      answer.push(value);
    }
  }
  async line(request) {
    let answer;
    await this.ask(`${request}\n`, (line) => ((answer = line), true));
    return answer;
  }
  end() {
    this.process.stdin.end();
  }
}

class Postgres {
  name = 'PostgreSQL';
  async start() {
    this.child = new Child('sh', ['-c', 'exec psql -X -q -A -t -v ON_ERROR_STOP=1 2>&1']);
    await this.run(`CREATE EXTENSION tamis;
      SET datestyle = 'ISO, MDY'; SET timezone = 'UTC'; SET jit = off;
      SET max_parallel_workers_per_gather = 0; SET log_min_messages = panic;
      CREATE FUNCTION guarded(value text) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE AS $$
        BEGIN RETURN value::timestamp; EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;`);
    this.version = `PostgreSQL ${(await this.run('SHOW server_version;'))[0].split(' ')[0]}`;
    const [has] = await this.run("SELECT count(*) FROM pg_proc WHERE proname = 'tamis_to_timestamp';");
    this.ours = has === '0' ? 'tamis_normalize_date' : 'tamis_to_timestamp';
  }
  run(sql) {
    return this.child.ask(`${sql}\n\\echo @done\n`, (line) => line === '@done');
  }
  async load(column) {
    await this.run(`CREATE UNLOGGED TABLE ${column} (x text);
\\copy ${column} FROM ${quoted(fileOf(column))}
VACUUM (FREEZE, ANALYZE) ${column};`);
  }
  contenders(column, { options, format }) {
    const list = [
      ['a bare call: length(x)', 'length(x)', { floor: true }],
      [`**${this.ours}(x)**`, `${this.ours}(x${options && `, ${quoted(options)}`})`, { ours: true }],
    ];
    if (column !== 'dirty') list.push(['x::timestamp', 'x::timestamp']);
    if (format) list.push(['to_timestamp(x, format)', `to_timestamp(x, ${quoted(format)})`]);
    list.push(['x::timestamp in plpgsql with EXCEPTION', 'guarded(x)']);
    return list.map(([label, sql, more]) => ({ label, sql, ...more }));
  }
  async time(column, { sql = 'x' }) {
    const lines = await this.run(`SET client_min_messages = log; SET log_statement_stats = on;
      SELECT count(${sql}) FROM ${column};
      SET log_statement_stats = off; SET client_min_messages = warning;`);
    // One report for each statement while it is on: the query is the slowest.
    const usage = /([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed/;
    const spent = lines.map((line) => usage.exec(line)).filter(Boolean)
      .map(([, user, system]) => Number(user) + Number(system));
    return (Math.max(...spent) * 1e9) / rows;
  }
  async check(column, { sql }) {
    const [answer] = await this.run(
      `SELECT count(v), sum(floor(extract(epoch FROM v::timestamp))::bigint)
       FROM (SELECT ${sql} AS v FROM ${column}) AS q;`);
    const [count, sum] = answer.split('|');
    return { read: Number(count) / rows, sum };
  }
}

class Sqlite {
  name = 'SQLite';
  async start() {
    this.child = new Child('sh', ['-c', 'exec stdbuf -oL sqlite3 -batch :memory: 2>&1']);
    await this.run(`.load ${quoted(path.join(build, 'sqlite_extension', 'tamis.so'))}
.mode ascii
.separator "|" "\\n"`);
    this.version = `SQLite ${(await this.run('SELECT sqlite_version();'))[0]}`;
    const [has] = await this.run(
      "SELECT count(*) FROM pragma_function_list WHERE name = 'tamis_to_timestamp';");
    this.ours = has === '0' ? 'tamis_normalize_date' : 'tamis_to_timestamp';
  }
  run(sql) {
    return this.child.ask(`${sql}\n.print @done\n`, (line) => line === '@done');
  }
  async load(column) {
    await this.run(`CREATE TABLE ${column} (x TEXT);\n.import ${quoted(fileOf(column))} ${column}`);
  }
  contenders(column, { options }) {
    const list = [
      ['a bare call: length(x)', 'length(x)', { floor: true }],
      [`**${this.ours}(x)**`, `${this.ours}(x${options && `, ${quoted(options)}`})`, { ours: true }],
    ];
    if (column === 'iso') {
      list.push(['datetime(x)', 'datetime(x)'],
        ["strftime('%s', x)", "strftime('%s', x)", { unchecked: true }],
        ['julianday(x)', 'julianday(x)', { unchecked: true }]);
    }
    return list.map(([label, sql, more]) => ({ label, sql, ...more }));
  }
  async time(column, { sql = 'x' }) {
    const lines = await this.run(`.timer on\nSELECT count(${sql}) FROM ${column};\n.timer off`);
    const found = lines.map((line) => /^Run Time: .*user ([\d.]+) sys ([\d.]+)/.exec(line)).find(Boolean);
    return ((Number(found[1]) + Number(found[2])) * 1e9) / rows;
  }
  async check(column, { sql }) {
    const [answer] = await this.run(
      `SELECT count(v), sum(CAST(strftime('%s', v) AS INTEGER)) FROM (SELECT ${sql} AS v FROM ${column});`);
    const [count, sum] = answer.split('|');
    return { read: Number(count) / rows, sum };
  }
}

class DuckDb {
  name = 'DuckDB';
  async start() {
    const { DuckDBInstance } = createRequire(path.join(folder, 'package.json'))('@duckdb/node-api');
    this.connection = await (await DuckDBInstance.create(':memory:')).connect();
    await this.connection.run('SET threads = 1');
    this.version = `DuckDB ${(await this.rows('SELECT version()'))[0][0].slice(1)}`;
  }
  async rows(sql) {
    return (await this.connection.runAndReadAll(sql)).getRows();
  }
  async load(column) {
    await this.connection.run(`CREATE TABLE ${column} AS SELECT x FROM read_csv(${quoted(fileOf(column))},
      columns = {'x': 'VARCHAR'}, delim = '\\t', quote = '', escape = '', header = false)`);
    await this.connection.run(
      `CREATE TABLE ${column}_slow AS SELECT x FROM ${column} LIMIT ${Math.ceil(rows / slow)}`);
  }
  contenders(column, { strptime }) {
    const list = [['TRY_CAST(x AS timestamp)', 'TRY_CAST(x AS timestamp)']];
    if (strptime) list.push(['try_strptime(x, format)', `try_strptime(x, ${quoted(strptime)})`]);
    else {
      const formats = strptimeList.map(quoted);
      list.push(['try_strptime(x, ten formats)', `try_strptime(x, [${formats}])`, { slow }]);
    }
    return list.map(([label, sql, more]) => ({ label, sql, ...more }));
  }
  size(contender) {
    return contender.slow ? Math.ceil(rows / slow) : rows;
  }
  async time(column, contender) {
    const before = process.cpuUsage();
    await this.rows(`SELECT count(${contender.sql ?? 'x'}) FROM ${column}${contender.slow ? '_slow' : ''}`);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1e3) / this.size(contender);
  }
  async check(column, contender) {
    const [[count, sum]] = await this.rows(`SELECT count(v), sum(floor(epoch(v))::bigint)
      FROM (SELECT ${contender.sql} AS v FROM ${column}${contender.slow ? '_slow' : ''})`);
    return { read: Number(count) / this.size(contender), sum: contender.slow ? undefined : String(sum) };
  }
}

class Python {
  name = 'Python';
  async start() {
    this.version = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
    this.children = {};
  }
  async load(column) {
    const script = path.join(path.dirname(process.argv[1]), 'peers.py');
    const start = (share) => new Child('python3', [script, fileOf(column), share]);
    this.children[column] = { all: start(1), slow: start(slow) };
    this.hasDateutil = (await this.children[column].slow.line('dateutil')) !== '-';
  }
  contenders(column) {
    const list = [];
    if (column === 'iso') list.push({ label: 'datetime.fromisoformat(x)', reader: 'fromisoformat' });
    if (this.hasDateutil) list.push({ label: 'dateutil.parser.parse(x)', reader: 'dateutil', slow });
    return list;
  }
  async ask(column, { reader = 'scan', slow: isSlow }) {
    const answer = await this.children[column][isSlow ? 'slow' : 'all'].line(reader);
    const [ns, count, sum, values] = answer.split(' ');
    return { ns: Number(ns), read: Number(count) / Number(values), sum: isSlow ? undefined : sum };
  }
  async time(column, contender) {
    return (await this.ask(column, contender)).ns;
  }
  check(column, contender) {
    return this.ask(column, contender);
  }
  end() {
    for (const { all, slow: few } of Object.values(this.children)) [all, few].forEach((child) => child.end());
  }
}

// The library alone: what DuckDB and Python, in which Tamis does not run, are compared with.
class Core {
  name = 'Tamis, the library';
  version = '';
  children = {};
  async start() {}
  async load(column) {
    const { options } = columns[column];
    this.children[column] = new Child(dateValues, [fileOf(column), ...(options ? ['mdy'] : [])]);
  }
  contenders() {
    return [{ label: '**read(x), as microseconds since 1970**', ours: true }];
  }
  async ask(column) {
    const [ns, count, sum] = (await this.children[column].line('')).split(' ');
    return { ns: Number(ns), read: Number(count) / rows, sum };
  }
  async time(column, contender) {
    return contender.label ? (await this.ask(column)).ns : 0;
  }
  check(column) {
    return this.ask(column);
  }
  end() {
    for (const child of Object.values(this.children)) child.end();
  }
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function started(engines) {
  const ready = [];
  for (const engine of engines) {
    try {
      await engine.start();
      ready.push(engine);
    } catch (error) {
      console.error(`without ${engine.name}: ${error.message.split('\n')[0]}`);
    }
  }
  return ready;
}

async function writeColumn(column) {
  const writer = spawn(dateValues, [columns[column].kind, String(rows)],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    writer.stdout.pipe(createWriteStream(fileOf(column))).on('finish', resolve).on('error', reject);
  });
}

async function measured(engines) {
  const contests = [];
  for (const column of Object.keys(columns)) {
    await writeColumn(column);
    for (const engine of engines) {
      await engine.load(column);
      for (const contender of engine.contenders(column, columns[column])) {
        const facts = contender.floor || contender.unchecked ? {} : await engine.check(column, contender);
        contests.push({ column, engine, contender, ...facts, net: [], ratio: [] });
      }
    }
    console.error(`${column}: loaded and checked`);
  }
  for (let round = 0; round < rounds; ++round) {
    for (const column of Object.keys(columns)) {
      await oneRound(contests.filter((contest) => contest.column === column));
    }
    console.error(`round ${round + 1} of ${rounds}`);
  }
  return contests;
}

async function oneRound(contests) {
  const ours = new Map();
  for (const engine of new Set(contests.map((contest) => contest.engine))) {
    const scan = {};
    for (const contest of contests.filter((one) => one.engine === engine)) {
      const { contender, column } = contest;
      scan[contender.slow ?? 1] ??= await engine.time(column, { slow: contender.slow });
      const net = (await engine.time(column, contender)) - scan[contender.slow ?? 1];
      contest.net.push(net);
      if (contender.ours) ours.set(engine, net);
    }
  }
  const library = [...ours].find(([engine]) => engine instanceof Core)[1];
  for (const { engine, net, ratio } of contests) {
    ratio.push(net.at(-1) / (ours.get(engine) ?? library));
  }
}

const percent = (share) => `${Math.floor(share * 100)}%`;

function cell(contest, library) {
  if (!contest) return '';
  const { contender, net, ratio, read, sum } = contest;
  const parts = [Math.round(median(net)).toLocaleString('en')];
  if (!contender.ours && !contender.floor) parts.push(`${median(ratio).toFixed(1)}x`);
  if (read < 1) parts.push(`reads ${percent(read)}`);
  else if (sum !== undefined && library.read === 1 && sum !== library.sum) parts.push('other instants');
  return parts.join(', ');
}

function table(contests) {
  const names = Object.keys(columns);
  const lines = [`| ns for each value, and how many times ours | ${names.join(' | ')} |`,
    `|---|${'---|'.repeat(names.length)}`];
  for (const engine of new Set(contests.map((contest) => contest.engine))) {
    const those = contests.filter((contest) => contest.engine === engine);
    for (const label of new Set(those.map(({ contender }) => contender.label))) {
      const cells = names.map((column) => cell(
        those.find((contest) => contest.column === column && contest.contender.label === label),
        contests.find((contest) => contest.column === column && contest.engine instanceof Core)));
      lines.push(`| ${engine.name}: ${label} | ${cells.join(' | ')} |`);
    }
  }
  return lines.join('\n');
}

const engines = await started([new Core(), new Postgres(), new Sqlite(), new DuckDb(), new Python()]);
const contests = await measured(engines);
console.log(table(contests));
console.log(`\n${rows.toLocaleString('en')} rows a column, medians of ${rounds} interleaved rounds, `
  + `CPU time net of the scan; ${engines.map((engine) => engine.version).filter(Boolean).join(', ')}.`);
for (const engine of engines) (engine.child ?? engine).end?.();
