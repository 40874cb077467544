-- What lies outside min and max drops out of what an ambiguous text can mean, in all functions.
select tamis_normalize_date('03/04/2024','{"min":"2024-04-01"}'), tamis_to_date('03/04/2024','{"max":"2024-03-31"}'), tamis_to_timestamp('03/04/2024','{"min":"2024-04-01"}');
select tamis_date_formats('03/04/2024','{"min":"2024-04-01","explain":true}');
select tamis_normalize_date('03/04/2024','{"min":"2024-01-01","strict":true}');
select tamis_normalize_date('03/04/2024','{"min":"2025-04-01","strict":true}');
select tamis_date_formats('03/04/2024','{"min":"2025-04-01","explain":true}');
select tamis_normalize_date('10/11/12','{"min":"2012-10-11"}'), tamis_normalize_date('10/11/12','{"min":"2012-10-12"}');
select tamis_normalize_date('10/11/12','{"min":"2012-01-01","strict":true}');
select tamis_normalize_date('05-Mar-45','{"max":"2024-12-31"}'), tamis_normalize_date('05-Mar-45','{"min":"2000-01-01"}'), tamis_date_formats('05-Mar-45','{"max":"2024-12-31"}');
select tamis_normalize_date('05-Mar-45','{"min":"1900-01-01","strict":true}');
select tamis_normalize_date('10/11/45','{"max":"2000-01-01"}'), tamis_normalize_date('10/11/45','{"max":"1945-10-30"}'), tamis_normalize_date('10/11/45','{"max":"1945-10-30","order":"mdy"}');
select tamis_normalize_date('03/04/2024 10:30','{"min":"2024-04-01","assume_zone":"Europe/Berlin"}'), tamis_normalize_date('03/11/2024 01:30','{"max":"2024-03-31","assume_zone":"America/New_York"}');
select tamis_normalize_date('03/11/2024 01:30','{"min":"2024-04-01","assume_zone":"America/New_York","strict":true}');
select tamis_normalize_date('2024-10-27 02:30 Europe/Berlin','{"min":"2025-01-01","strict":true}');
select tamis_normalize_date('03/04/2024','{"format":["dd/MM/yyyy","MM/dd/yyyy"],"min":"2024-04-01"}'), tamis_normalize_date('03/04/2024','{"format":["dd/MM/yyyy","MM/dd/yyyy"],"min":"2024-01-01"}');
-- Where no option decides between the meanings, no window does.
select tamis_normalize_date('5/3/2567','{"min":"2000-01-01","max":"2030-01-01","strict":true}');
select tamis_normalize_date('201003051430','{"max":"2015-01-01"}'), tamis_normalize_date('Mar 5 14:30','{"min":"2024-01-01"}');
-- A day that stands for none still does.
select tamis_normalize_date('01/02/1900','{"min":"1900-02-01","null_sentinels":["1900-02-01"]}'), tamis_normalize_date('01/02/1900','{"max":"1900-01-31","null_sentinels":["1900-02-01"]}');
