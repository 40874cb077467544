-- Bytes that PostgreSQL's text can't have, and values of other types.
select tamis_to_date('2024-03-05' || char(0)), tamis_to_date('2024-03-05' || char(0) || 'x'), tamis_normalize_date(char(0)), tamis_date_formats(char(0) || '2024-03-05');
select tamis_normalize_date('2024-03-05' || char(0) || 'x', '{"strict": true}');
select tamis_normalize_date(cast(x'323032342d30332d3035ff' as text)), tamis_to_date(cast(x'ff' as text)), tamis_date_formats(cast(x'c3' as text));
select tamis_to_date(20240305), tamis_to_date(2024.5), typeof(tamis_to_date('2024-03-05')), typeof(tamis_to_timestamp('2024-03-05'));
select tamis_to_timestamp(1709649045, '{"epoch": "s"}'), tamis_to_date(45356.0, '{"excel": 1900}'), tamis_to_timestamp(45356.5, '{"excel": 1900}');
select tamis_to_date(x'00');
select tamis_to_date('2024-03-05', 5);
