-- The type of one value.
select tamis_type(''), tamis_type('  '), tamis_type('N/A'), tamis_type('-'), tamis_type(null);
select tamis_type('yes'), tamis_type('F'), tamis_type('oui');
select tamis_type('0'), tamis_type('-5'), tamis_type('-0'), tamis_type('20240305');
select tamis_type('007'), tamis_type('+5'), tamis_type('1234567890123456789'), tamis_type('999999999999999999');
select tamis_type('12.50'), tamis_type('1,234'), tamis_type('1.234,50'), tamis_type('1 234'), tamis_type('1,23,456');
select tamis_type('1e5'), tamis_type('12E5'), tamis_type('590E003'), tamis_type('1e+5'), tamis_type('1.5e3'), tamis_type('1e+400');
select tamis_type('$5'), tamis_type('5%'), tamis_type('(5)'), tamis_type('(1,234.50)'), tamis_type('1.234,50 €'), tamis_type('USD 5'), tamis_type('TOP 10');
select tamis_type('2024-03-05'), tamis_type('03/04/2024'), tamis_type('2024-03-05 14:30'), tamis_type('2024-03-05T14:30Z');
select tamis_type('2024-02-30'), tamis_type('31/04/2024'), tamis_type('0000-00-00');
select tamis_type('1.2.3'), tamis_type('10.1.2.3'), tamis_type('1/2'), tamis_type('3-2'), tamis_type('PT36H');
select tamis_type('A45FE2B0-1234-4ABC-8DEF-1234567890AB'), tamis_type('a45fe2b0-1234-4abc-8def-1234567890a');
select tamis_type('naïve'), tamis_type('５');
select tamis_type('14:30'), tamis_type('2:30 PM'), tamis_type('25:00'), tamis_type('P3Y6M'), tamis_type('1 day 02:03:04'), tamis_type('90 min'), tamis_type('5 m');
select tamis_type('{"a": [1, 2]}'), tamis_type('{"a": [1, 2}'), tamis_type('<a><b/></a>'), tamis_type('<a'), tamis_type('https://example.org/a?b=c'), tamis_type('www.example.org'), tamis_type('ann@example.org'), tamis_type('ann@example');
select tamis_type('10.1.2.3'), tamis_type('10.01.2.3'), tamis_type('2001:db8::1'), tamis_type('::'), tamis_type('10.0.0.0/8'), tamis_type('10.0.0.0/33'), tamis_type('00:1b:44:11:3a:b7'), tamis_type('001b.4411.3ab7');
select tamis_type('+49 30 123456'), tamis_type('(555) 123-4567'), tamis_type('030 123456'), tamis_type('203-20-5035'), tamis_type('978-8-64-409834-9');
select tamis_type('0x1F'), tamis_type('d41d8cd98f00b204e9800998ecf8427e'), tamis_type('SGVsbG8gV29ybGQhIQ=='), tamis_type('BackupOfServer2024');
select tamis_type('48.85, 2.35'), tamis_type('90.85, 2.35'), tamis_type('48°51''24"N 2°21''03"E'), tamis_type('POINT(2.35 48.85)');
