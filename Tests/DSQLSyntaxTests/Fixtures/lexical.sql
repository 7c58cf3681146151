-- Words, numbers, strings and comments.
SELECT 42, 3.50, .5, 5., 1e6, 1.5E-3, 0xFF, 0, 007, 123456789012345678901234567890.5;
SELECT 'it''s', '', E'a\nb\t\'\\\x41\u00e9\101', e'x''y', $$a 'quoted' $ text$$, $tag$ $$ $tag$, N'x';
SELECT 'a'
  'b'
  'c';
select name FROM customer wHeRe city = 'OSLO';
SELECT /* a /* nested */ comment */ 1 -- the end
  + 2 -- of it
;
SELECT "a""b", [a]]b], `a``b`, "SELECT", a$b, _x, ünïcode, 名前, имя;
SELECT 'semicolon ; inside', "semi;colon" FROM t /* ; */ WHERE x = ';' -- ;
;
SELECT '日本語 🎉', '👩‍👩‍👧' AS familie;
SELECT a-b,a*b,a/b,a%b,a||b,a<b,a<=b,a<>b,a!=b,a>=b,a::text,-1,a-1,a - -1;
SELECT 1
;
SELECT E'\\', 'C:\dir\';
