-- SQLite texts may hold NUL bytes and broken UTF-8; PostgreSQL refuses them at the door.
select hex(tamis_clean(cast(x'20ff20' as text)));
select hex(tamis_clean(cast(x'61ff00e282' as text)));
select hex(tamis_clean(cast(x'c201a0' as text)));
select hex(tamis_clean(cast(x'65cc81ff' as text)));
select tamis_snake_case(cast(x'61ff62' as text)), tamis_snake_case(cast(x'ff' as text));
select tamis_type(cast(x'323032342d30332d303500' as text)), tamis_type(cast(x'313200' as text)), tamis_type(cast(x'c2' as text)), tamis_type(cast(x'e280' as text));
select tamis_try_cast(cast(x'31e280' as text), 'integer'), tamis_try_cast('1', cast(x'696e746567657200' as text) || 'x');
select tamis_cast(cast(x'31ff00' as text), 'integer');
select tamis_cast('1', cast(x'696e7400656765ff' as text));
select tamis_normalize_date(cast(x'323032342d30332d30352054ff' as text)), tamis_normalize_date(cast(x'e28892' as text), '{"strict": true}');
select tamis_type(x'3132');
