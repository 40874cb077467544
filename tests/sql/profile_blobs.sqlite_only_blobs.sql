-- In SQLite a sketch is a BLOB, so anything may come as one. PostgreSQL's type refuses on input.
SELECT tamis_profile_of(x'');
SELECT tamis_profile_of(x'54534B');
SELECT tamis_profile_of(x'54534B01');
SELECT tamis_profile_of(x'54534B0380');
SELECT tamis_profile_of('text');
SELECT tamis_profile_of(substr((SELECT tamis_sketch('a')), 1, 20));
SELECT hex(tamis_sketch(v)) FROM (SELECT 'a' AS v UNION ALL SELECT 'a');
SELECT tamis_merge_sketch(x'00') IS NULL;
-- One column may hold every storage class.
CREATE TABLE mixed (v);
INSERT INTO mixed VALUES (1), (2.5), ('x'), (x'0061'), (NULL);
SELECT inferred_type, distinct_count, document -> 'warnings' FROM tamis_profile('mixed');
