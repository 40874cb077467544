-- Sketches: in parts or whole, the same; and hostile bytes.
CREATE TABLE part (p INTEGER, v TEXT);
INSERT INTO part VALUES (1, '12'), (1, '13'), (2, 'N/A'), (2, '14.5'), (3, NULL), (3, ''), (3, '12');
SELECT tamis_profile_agg(v) FROM part;
SELECT CASE WHEN tamis_profile_of(tamis_merge_sketch(s)) = (SELECT tamis_profile_agg(v) FROM part) THEN 'same' ELSE 'different' END FROM (SELECT tamis_sketch(v) AS s FROM part GROUP BY p) AS parts;
SELECT tamis_profile_of(tamis_sketch(v)) FROM part WHERE p = 3;
SELECT tamis_profile_of(NULL);
SELECT tamis_profile_agg(p) FROM part;
SELECT tamis_profile_agg(v) FROM part WHERE p = 9;
