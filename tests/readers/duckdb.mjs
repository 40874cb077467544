// DuckDB, as far as the other modules need it: rows of a query.
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");

export async function query(sql) {
  return (await connection.runAndReadAll(sql)).getRows();
}
