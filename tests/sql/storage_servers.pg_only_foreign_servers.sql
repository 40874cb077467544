-- Stores and their keys in PostgreSQL's catalogs: who may use them, and that no key is ever shown.
CREATE SERVER backup FOREIGN DATA WRAPPER tamis_storage OPTIONS (kind 's3', endpoint 'https://127.0.0.1:1', region 'eu');
CREATE SERVER bad FOREIGN DATA WRAPPER tamis_storage OPTIONS (kind 'ftp');
CREATE SERVER bad FOREIGN DATA WRAPPER tamis_storage OPTIONS (kind 's3', secret_key 'hunter2hunter2');
CREATE SERVER bad FOREIGN DATA WRAPPER tamis_storage OPTIONS (knd 's3');
CREATE SERVER bad FOREIGN DATA WRAPPER tamis_storage OPTIONS (kind 's3', endpoint 'https://a b');
CREATE USER MAPPING FOR CURRENT_USER SERVER backup OPTIONS (access_key 'AKIA', secret_key 'hunter2 hunter2');
CREATE USER MAPPING FOR CURRENT_USER SERVER backup OPTIONS (secret 'hunter2hunter2');
CREATE USER MAPPING FOR CURRENT_USER SERVER backup OPTIONS (access_key 'AKIA', secret_key 'hunter2hunter2');
ALTER SERVER backup OPTIONS (SET region 'us');
ALTER SERVER backup OPTIONS (ADD secret_key 'hunter2hunter2');
ALTER USER MAPPING FOR CURRENT_USER SERVER backup OPTIONS (SET secret_key '');
ALTER FOREIGN DATA WRAPPER tamis_storage OPTIONS (ADD kind 's3');
CREATE FOREIGN TABLE t (a integer) SERVER backup OPTIONS (x 'y');
SELECT srvname, srvoptions FROM pg_foreign_server ORDER BY 1;
SELECT count(*) FROM pg_user_mappings WHERE 'secret_key=hunter2hunter2' = ANY (umoptions);
-- Another user sees nothing of it.
CREATE ROLE tamis_test_other;
SET ROLE tamis_test_other;
SELECT count(*) FROM pg_user_mappings WHERE umoptions IS NOT NULL;
RESET ROLE;
DROP ROLE tamis_test_other;
