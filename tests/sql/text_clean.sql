-- Cleaning: spaces, controls, missing markers, broken options.
select tamis_clean('  Ada   Lovelace ');
select tamis_clean('as it stands');
select tamis_clean('tab	and
line');
select tamis_clean('no' || ' ' || 'break');
select '[' || tamis_clean('Größe  (cm) ') || ']';
select tamis_clean(''), tamis_clean('   '), tamis_clean(null);
select tamis_clean('NULL'), tamis_clean('n/a'), tamis_clean(' - '), tamis_clean('?'), tamis_clean('unknown');
select tamis_clean('unknown', '{"missing": ["Unknown", "not set"]}'), tamis_clean('Not  Set', '{"missing": ["Unknown", "not set"]}');
select tamis_clean('TBD', '{"missing": "tbd"}');
select tamis_clean(' NA ', '{"keep_missing": true}'), tamis_clean(' ', '{"keep_missing": true}');
select tamis_clean('x', '{}');
select tamis_clean('x', '{"mising": ["x"]}');
select tamis_clean('x', '{"missing": 7}');
select tamis_clean('x', '{"missing": ["a", 7]}');
select tamis_clean('x', '{"keep_missing": "yes"}');
select tamis_clean('x', '[]');
select count(tamis_clean(v, '{"missing": ["c"]}')) from (select 'a' as v union all select 'b' union all select 'c' union all select 'NULL') t;
