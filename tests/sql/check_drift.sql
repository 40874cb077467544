-- A rule on how a column's values have moved from those of another table.
CREATE TABLE "last ""week" (id integer PRIMARY KEY, amount integer, status text, only_here text, code text);
CREATE TABLE this_week (id integer PRIMARY KEY, amount integer, status text, only_now text, code text);
CREATE TABLE no_week (id integer PRIMARY KEY, amount integer, status text);
-- As many open as closed ones before, one in ten open after; amounts 0 to 99, then 50 to 149.
INSERT INTO "last ""week" WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000) SELECT n, n % 100, CASE WHEN n % 2 = 0 THEN 'open' ELSE 'closed' END, 'x', n FROM n;
INSERT INTO this_week WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000) SELECT n, n % 100 + 50, CASE WHEN n % 10 = 0 THEN 'open' ELSE 'closed' END, 'x', 'é' FROM n;
SELECT rule, status, severity, evaluated, failed, observed, samples, message AS said FROM tamis_check('this_week', '{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "weeks", "version": "1.0.0", "status": "active", "schema": [{"name": "this_week", "quality": [
 {"type": "custom", "engine": "tamis", "id": "a_same", "implementation": {"check": "drift", "columns": ["id"], "table": "\"last \"\"week\""}},
 {"type": "custom", "engine": "tamis", "id": "b_over", "implementation": {"check": "drift", "columns": ["amount"], "table": "\"last \"\"week\""}},
 {"type": "custom", "engine": "tamis", "id": "c_under", "implementation": {"check": "drift", "columns": ["status"], "table": "\"last \"\"week\"", "threshold": 0.89}},
 {"type": "custom", "engine": "tamis", "id": "d_above", "severity": "warning", "implementation": {"check": "drift", "columns": ["status"], "table": "\"last \"\"week\"", "measure": "psi", "threshold": 0.87}},
 {"type": "custom", "engine": "tamis", "id": "e_ks", "implementation": {"check": "drift", "columns": ["amount"], "table": "\"last \"\"week\"", "measure": "ks", "threshold": 0.49}},
 {"type": "custom", "engine": "tamis", "id": "f_js", "implementation": {"check": "drift", "columns": ["status"], "table": "\"last \"\"week\"", "measure": "js"}},
 {"type": "custom", "engine": "tamis", "id": "g_chi", "implementation": {"check": "drift", "columns": ["status"], "table": "\"last \"\"week\"", "measure": "chi_square", "threshold": 0.5}},
 {"type": "custom", "engine": "tamis", "id": "h_where", "implementation": {"check": "drift", "columns": ["amount"], "table": "(SELECT * FROM \"last \"\"week\" WHERE amount >= 50)", "where": "amount < 100"}},
 {"type": "custom", "engine": "tamis", "id": "i_ks_of_words", "implementation": {"check": "drift", "columns": ["status"], "table": "\"last \"\"week\"", "measure": "ks"}},
 {"type": "custom", "engine": "tamis", "id": "j_words", "implementation": {"check": "drift", "columns": ["code"], "table": "\"last \"\"week\""}},
 {"type": "custom", "engine": "tamis", "id": "k_empty", "implementation": {"check": "drift", "columns": ["amount"], "table": "no_week"}},
 {"type": "custom", "engine": "tamis", "id": "l_no_table", "implementation": {"check": "drift", "columns": ["amount"], "table": "next_week"}},
 {"type": "custom", "engine": "tamis", "id": "m_no_column", "implementation": {"check": "drift", "columns": ["only_now"], "table": "\"last \"\"week\""}},
 {"type": "custom", "engine": "tamis", "id": "n_nor_here", "implementation": {"check": "drift", "columns": ["only_here"], "table": "\"last \"\"week\""}}
]}]}') ORDER BY rule;
