-- What a number is, whatever stands around it.
select tamis_to_numeric('5'), tamis_to_numeric('-12.50'), tamis_to_numeric('1,234.50'), tamis_to_numeric('1.234,50'), tamis_to_numeric('1 234,5'), tamis_to_numeric('-0');
select tamis_to_numeric('1.5E3'), tamis_to_numeric('1.25e-2'), tamis_to_numeric('999999999999999999');
select tamis_to_numeric('$1,234.50'), tamis_to_numeric('12,50 €'), tamis_to_numeric('(1,234.50)'), tamis_to_numeric('EUR 5'), tamis_to_numeric('12.5%'), tamis_to_numeric('-3 %');
select tamis_to_numeric('1,234'), tamis_to_numeric('1,234', '{"decimal_mark": "point"}'), tamis_to_numeric('1,234', '{"decimal_mark": "comma"}'), tamis_to_numeric('$1,234', '{"decimal_mark": "point"}');
select tamis_to_numeric('12.5%', '{"percent": "ratio"}'), tamis_to_numeric('100%', '{"percent": "ratio"}'), tamis_to_numeric('5%', '{"percent": "ratio"}'), tamis_to_numeric('-0.5%', '{"percent": "ratio"}'), tamis_to_numeric('0%', '{"percent": "ratio"}'), tamis_to_numeric('12.5', '{"percent": "ratio"}');
-- What is none.
select tamis_to_numeric('007'), tamis_to_numeric('+5'), tamis_to_numeric('12E5'), tamis_to_numeric('1234567890123456789'), tamis_to_numeric('abc'), tamis_to_numeric('2024-03-05'), tamis_to_numeric(''), tamis_to_numeric('N/A'), tamis_to_numeric(null);
select tamis_to_numeric('', '{"strict": true}'), tamis_to_numeric('N/A', '{"strict": true}');
select tamis_to_numeric('007', '{"strict": true}');
select tamis_to_numeric('1,234', '{"strict": true}');
select tamis_to_numeric('12,5', '{"strict": true, "decimal_mark": "point"}');
select tamis_to_numeric('abc', '{"strict": true}');
select tamis_to_numeric('5', '{"percent": "half"}');
select tamis_to_numeric('5', '{"order": "dmy"}');
select sum(tamis_to_numeric(v)) from (select '$5' as v union all select '10%' union all select 'x' union all select '1.234,50') t;
-- Booleans.
select cast(tamis_to_boolean('Yes') as integer), cast(tamis_to_boolean('off') as integer), cast(tamis_to_boolean('1') as integer), cast(tamis_to_boolean('0') as integer), cast(tamis_to_boolean('2') as integer), cast(tamis_to_boolean('') as integer), cast(tamis_to_boolean(null) as integer);
select cast(tamis_to_boolean('Oui', '{"true": "oui", "false": ["non", "N"]}') as integer), cast(tamis_to_boolean('n', '{"true": "oui", "false": ["non", "N"]}') as integer), cast(tamis_to_boolean('yes', '{"true": "oui"}') as integer), cast(tamis_to_boolean('no', '{"true": "oui"}') as integer);
select cast(tamis_to_boolean('NULL', '{"strict": true}') as integer);
select tamis_to_boolean('maybe', '{"strict": true}');
select tamis_to_boolean('x', '{"true": ["x"], "false": ["X "]}');
select tamis_to_boolean('x', '{"true": 5}');
