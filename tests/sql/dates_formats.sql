-- Every format that a value satisfies.
select tamis_date_formats('03/04/2024'), tamis_date_formats('13/04/2024'), tamis_date_formats('2024-03-05T14:30:45.123Z'), tamis_date_formats('hello'), tamis_date_formats(''), tamis_date_formats('10/11/12'), tamis_date_formats('04/04/2024');
select tamis_date_formats('Mon, 05 Mar 2024 14:30:00 EST'), tamis_date_formats('05-Mar-45'), tamis_date_formats('Mar 5 14:30'), tamis_date_formats('1402/12/15'), tamis_date_formats('201003051430'), tamis_date_formats('2024年3月5日');
select tamis_date_formats('03/04/2024','{"order":"mdy"}'), tamis_date_formats('13/04/2024','{"order":"ymd"}'), tamis_date_formats('03/04/2024','{"format":["MM/dd/yyyy","d/M/yyyy","yyyy-MM-dd"]}');
select tamis_date_formats('03/04/2024','{"format":["MM/dd/yyyy","d/M/yyyy"]}'), tamis_date_formats('1709649045','{"epoch":"s"}');
select tamis_date_formats('03/04/2024','{"explain":true}');
select tamis_date_formats('Mon, 05 Mar 2024','{"explain":true}');
select tamis_date_formats('9999-12-31','{"explain":true,"null_sentinels":true}');
select tamis_date_formats('2024-02-30','{"explain":true}'), tamis_date_formats('hi','{"explain":true}');
select tamis_date_formats('03/04/2024','{"explain":true,"min":"2024-04-01"}'), tamis_date_formats('03/04/2024','{"explain":true,"min":"2025-04-01"}');
select tamis_normalize_date('2024-03-05T14:30:45.1234567891Z'), tamis_date_formats('2024-03-05T14:30:45.1234567891Z','{"explain":true}'), tamis_to_timestamp('2024-03-05T14:30:45.1234560000001Z');
select tamis_date_formats(null), tamis_date_formats('2024-02-30'), tamis_date_formats('n/a'), tamis_date_formats('03/04/2024','{"min":"2024-04-01"}');
select tamis_date_formats('05-Mar-45','{"explain":true}');
select tamis_date_formats('2016-12-31 23:59:60','{"explain":true}');
select tamis_date_formats('2024-10-27 02:30','{"explain":true,"assume_zone":"Europe/Berlin"}');
select tamis_date_formats('2024-10-27 02:30','{"explain":true,"assume_zone":"Europe/Berlin","disambiguation":"later","to_zone":"UTC"}');
select tamis_date_formats('x','{"strict":true}');
