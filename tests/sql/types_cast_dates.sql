-- Dates are cast from what the date functions read, with the same options to say how.
select tamis_cast('20240305','date'), tamis_cast('20240305143000','timestamp'), tamis_try_cast('20240305','timestamptz'), tamis_cast('20240305','integer');
select tamis_cast('05-Mar-45','date','{"two_digit_pivot":50}'), tamis_cast('5 listopad 2024','date','{"locale":"pl"}'), tamis_cast('Mar-24','text','{"format":"MMM-yy"}');
select tamis_cast('2024-10-27 02:30 Europe/Berlin','timestamptz','{"disambiguation":"later"}'), tamis_cast('05032024','date','{"format":"ddMMyyyy"}');
select tamis_cast('1709649000','timestamptz','{"epoch":"s"}'), tamis_cast('45356','date','{"excel":1900}'), tamis_cast('2460374.5','date','{"julian":true}'), tamis_cast('2024-065','date','{"iso_ordinal":true}');
select tamis_cast('2024-03-05 14:30','timestamptz','{"assume_zone":"Europe/Berlin"}'), tamis_cast('2024-03-05 14:30','timestamp','{"assume_zone":"Europe/Berlin"}');
select tamis_cast('5','integer','{"two_digit_pivot":50}'), tamis_try_cast('03/04/2024','date','{"format":"yyyy-MM-dd"}');
select tamis_cast('x','date','{"min":"2024-01-01"}');
select tamis_cast('x','date','{"format":"mm"}');
select tamis_cast('x','date','{"format":"MM/dd/yyyy","order":"dmy"}');
-- What keeps a date from being cast.
select tamis_cast('2024-03-05 14:30','date');
select tamis_cast('2024-03-05 00:00:00.1234567','timestamp');
select tamis_cast('2024-03-05 00:00:00.1234560001','timestamp');
select tamis_cast('2024-03-05 14:30+02:00','timestamp');
select tamis_cast('2024-03-05 00:00+02:00','date');
select tamis_cast('2024-03-05 14:30','timestamptz');
select tamis_cast('2024-03-05','timestamptz');
select tamis_cast('2024-03','date');
select tamis_cast('0001-01-01 00:30+01:00','timestamptz');
select tamis_cast('2024-02-30','date');
select tamis_cast('5/3/2567','date');
select tamis_cast('Mar-24','date');
select tamis_cast('13/04/2024','date','{"order":"mdy"}');
select tamis_cast('1709649000','timestamptz');
select tamis_cast('x','date','{"format":"yyyy-MM-dd"}');
select tamis_cast('hello','date');
select tamis_cast('0000-00-00','date');
