-- Large and small doubles have the fewest digits that read back equal, and one hash on both engines.
SELECT tamis_cast('1e+23', 'real'), tamis_cast('1e-7', 'real'), tamis_cast('-2.5e10', 'real');
SELECT length(tamis_cast('1e+300', 'real'));
SELECT tamis_cast('9007199254740993', 'real');
SELECT tamis_row_hash(1e23), tamis_row_hash(1e22);
SELECT CASE WHEN tamis_row_hash(1e23) = tamis_row_hash('100000000000000000000000') THEN 'equal' ELSE 'other' END;
