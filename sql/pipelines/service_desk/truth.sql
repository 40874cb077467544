-- step: Compare what the profile found with the truth that was planted
CREATE TABLE service_desk_found AS
SELECT t.column_name, t.ill, t.expected,
       CASE t.ill
         WHEN 'empty' THEN p.empty_count
         WHEN 'missing_marker' THEN CAST(p.document -> 'counts' ->> 'missing' AS BIGINT)
         WHEN 'duplicate' THEN CAST(p.document -> 'duplicates' ->> 'rows' AS BIGINT)
         WHEN 'day_first' THEN CAST(p.document -> 'date' -> 'formats' -> 'dd/MM/yyyy HH:mm' ->> 'count' AS BIGINT)
         WHEN 'impossible_date' THEN CAST(p.document -> 'date' ->> 'impossible' AS BIGINT)
         WHEN 'thousands' THEN CAST(p.document -> 'number' ->> 'grouped' AS BIGINT)
         WHEN 'boolean_word' THEN CAST(p.document -> 'boolean' ->> 'words' AS BIGINT)
         WHEN 'zero_or_one' THEN CAST(p.document -> 'boolean' ->> 'zero_or_one' AS BIGINT)
         WHEN 'leading_space' THEN CAST(p.document -> 'text' ->> 'leading_space' AS BIGINT)
         WHEN 'trailing_space' THEN CAST(p.document -> 'text' ->> 'trailing_space' AS BIGINT)
         WHEN 'odd_space' THEN CAST(p.document -> 'text' ->> 'odd_space' AS BIGINT)
       END AS found
FROM service_desk_truth AS t JOIN pipeline_profile AS p ON p.column_name = t.column_name;
SELECT column_name, ill, expected, found,
       CASE WHEN found = expected THEN 'exact' ELSE 'WRONG' END AS verdict
FROM service_desk_found ORDER BY column_name, ill;
