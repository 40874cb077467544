-- Why a text is no date where two things are wrong, or where an option would read it.
select tamis_normalize_date('5/3/2567','{"strict":true}');
select tamis_normalize_date('Mar-24','{"strict":true}');
select tamis_normalize_date('24-Mar','{"strict":true}');
select tamis_normalize_date('Mar-24','{"format":"MMM-yy"}'), tamis_normalize_date('24-Mar','{"format":"yy-MMM"}');
select tamis_date_formats('Mar-24','{"explain":true}');
select tamis_date_formats('24 Mar'), tamis_date_formats('5-Mar');
select tamis_normalize_date('5-Mar','{"strict":true}');
select tamis_normalize_date('2024-03-05-08:00','{"strict":true}');
-- A pattern that is none.
select tamis_normalize_date('x','{"format":"%d/%m/%Y"}');
select tamis_to_date('x','{"format":["yyyy-MM-dd","dd/mm/yyyy"]}');
select tamis_date_formats('x','{"format":""}');
-- A date that contradicts the order.
select tamis_normalize_date('13/04/2024','{"order":"mdy","strict":true}');
select tamis_to_date('04/13/2024','{"order":"dmy","strict":true}');
select tamis_to_date('13/04/24','{"order":"mdy","strict":true}');
select tamis_date_formats('13/04/2024','{"order":"mdy","explain":true}');
select tamis_normalize_date('13/04/2024 25:00','{"order":"mdy","strict":true}');
select tamis_normalize_date('13/14/2024','{"order":"mdy","strict":true}');
-- Numbers that count, if they do.
select tamis_normalize_date('1709649000','{"strict":true}');
select tamis_normalize_date('1709649000123','{"strict":true}');
select tamis_normalize_date('45356','{"strict":true}');
select tamis_normalize_date('45356.604','{"strict":true}');
select tamis_normalize_date('2460375.5','{"strict":true}');
select tamis_normalize_date('2024-065','{"strict":true}');
select tamis_normalize_date('2024065','{"strict":true}');
select tamis_normalize_date('12','{"strict":true}');
select tamis_normalize_date('007','{"strict":true}');
select tamis_normalize_date('hello','{"strict":true}');
-- Dates that stand for none, and days that only a workbook has.
select tamis_normalize_date('0000-00-00','{"strict":true}');
select tamis_normalize_date('0000-00-00 00:00:00','{"strict":true}');
select tamis_normalize_date('60','{"excel":1900,"strict":true}');
select tamis_normalize_date('0','{"excel":1900,"strict":true}');
select tamis_normalize_date('-1','{"excel":1900,"strict":true}');
-- Options of the wrong kind.
select tamis_normalize_date('x','{"null_sentinels":"1900-01-01"}');
select tamis_normalize_date('x','{"null_sentinels":5}');
select tamis_normalize_date('x','{"min":2024}');
select tamis_normalize_date('x','{"excel":"1905"}');
