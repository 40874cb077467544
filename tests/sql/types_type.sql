-- The type of one value.
select tamis_type(''), tamis_type('  '), tamis_type('N/A'), tamis_type('-'), tamis_type(null);
select tamis_type('yes'), tamis_type('F'), tamis_type('oui');
select tamis_type('0'), tamis_type('-5'), tamis_type('-0'), tamis_type('20240305');
select tamis_type('007'), tamis_type('+5'), tamis_type('1234567890123456789'), tamis_type('999999999999999999');
select tamis_type('12.50'), tamis_type('1,234'), tamis_type('1.234,50'), tamis_type('1 234'), tamis_type('1,23,456');
select tamis_type('1e5'), tamis_type('1e400'), tamis_type('$5'), tamis_type('5%'), tamis_type('(5)');
select tamis_type('2024-03-05'), tamis_type('03/04/2024'), tamis_type('2024-03-05 14:30'), tamis_type('2024-03-05T14:30Z');
select tamis_type('2024-02-30'), tamis_type('31/04/2024'), tamis_type('0000-00-00');
select tamis_type('1.2.3'), tamis_type('10.1.2.3'), tamis_type('1/2'), tamis_type('3-2'), tamis_type('PT36H');
select tamis_type('A45FE2B0-1234-4ABC-8DEF-1234567890AB'), tamis_type('a45fe2b0-1234-4abc-8def-1234567890a');
select tamis_type('naïve'), tamis_type('５');
