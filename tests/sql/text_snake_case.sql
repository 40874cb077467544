-- Names in snake case.
select tamis_snake_case('AccountType');
select tamis_snake_case('HTTP Server'), tamis_snake_case('HTTPServer'), tamis_snake_case('userID');
select tamis_snake_case('Größe (cm)'), tamis_snake_case('ÄnderungsDatum');
select tamis_snake_case('a"b''c;--'), tamis_snake_case('2ndPlace');
select tamis_snake_case(''), tamis_snake_case(' ?! ');
select tamis_snake_case(null);
