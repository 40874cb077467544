SELECT tamis_fold('Neue  Straße'), tamis_fold('NEUE STRASSE'), tamis_fold(' neue straße ');
SELECT tamis_fold(NULL), tamis_fold(''), tamis_fold('   '), tamis_fold('N/A');
-- Composed and decomposed, full width, ligature, superscript, final sigma.
SELECT CASE WHEN tamis_fold('é') = tamis_fold('é') THEN 'equal' END, tamis_fold('ＡＢＣ'), tamis_fold('ﬁn'), tamis_fold('x²'), CASE WHEN tamis_fold('ΟΔΟΣ') = tamis_fold('οδος') THEN 'equal' END;
SELECT tamis_fold('A B', '{"ignore": ["case"]}'), tamis_fold('A B', '{"ignore": ["spaces"]}'), tamis_fold('Ａ B', '{"ignore": ["unicode"]}'), tamis_fold('Ａ B', '{"ignore": []}');
SELECT CASE WHEN tamis_fold('É', '{"ignore": ["case"]}') = tamis_fold('é', '{"ignore": ["case"]}') THEN 'equal' END, tamis_fold('İ'), tamis_fold('ŉ');
SELECT tamis_fold('a', '{"ignore": ["accents"]}');
SELECT tamis_fold('a', '{"ignored": []}');
SELECT tamis_fold('a', '{"ignore": 1}');
