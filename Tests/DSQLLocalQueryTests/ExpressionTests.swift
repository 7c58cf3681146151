import Testing

/// Expressions without columns, computed by SQLite rather than folded.
@Suite struct ExpressionTests {
  static let cases: [(String, String)] =
    integers + decimals + doubles + nulls + casts + texts + patterns + times + formats + chains

  /// Longer than SQLite's parser would take as calls inside calls.
  static let chains = [
    (Array(repeating: "2", count: 150).joined(separator: " + "), "300"),
    (Array(repeating: "0.5", count: 150).joined(separator: " + "), "75.0"),
    ("0::double" + String(repeating: " + 1::double", count: 60), "60"),
    ("DATE '2024-01-31'" + String(repeating: " + 1", count: 80), "2024-04-20"),
    ("100 - 1 * 2 / 2 + 7 % 4 - 1 - 1 - 1 - 1 - 1", "97"),
    ("1" + String(repeating: " + 1", count: 40) + " / 0", "22012 division by zero"),
    (
      Array(repeating: "'ab'", count: 150).joined(separator: " || "),
      String(repeating: "ab", count: 150)
    ),
    (String(repeating: "abs(", count: 90) + "-7" + String(repeating: ")", count: 90), "7"),
    (
      String(repeating: "concat('a', ", count: 60) + "NULL" + String(repeating: ")", count: 60),
      String(repeating: "a", count: 60)
    ),
    (
      String(repeating: "CASE WHEN 1 = 2 THEN 0 ELSE ", count: 60) + "5"
        + String(repeating: " END", count: 60),
      "5"
    ),
    (
      String(repeating: "CASE 1 + 1 WHEN 2 THEN coalesce(NULL, ", count: 40) + "1 / 0"
        + String(repeating: ") END", count: 40),
      "22012 division by zero"
    ),
    (
      String(repeating: "(1 + 2 * ", count: 50) + "0" + String(repeating: ")", count: 50),
      "1125899906842623"
    ),
    (
      String(repeating: "NOT (TRUE AND ", count: 60) + "TRUE" + String(repeating: ")", count: 60),
      "true"
    ),
    (Array(repeating: "1 = 1", count: 150).joined(separator: " AND "), "true"),
    (Array(repeating: "1 = 2", count: 150).joined(separator: " OR "), "false"),
  ]

  @Test(arguments: cases)
  func check(_ sql: String, _ expected: String) async {
    #expect(await ShopRunner().rows("SELECT \(sql)") == [expected], "\(sql)")
    // What is folded at plan time is the same.
    #expect(await ShopRunner().rows("SELECT \(sql)", folds: true) == [expected], "folded: \(sql)")
  }

  static let integers = [
    ("1 + 2", "3"), ("7 / 2", "3"), ("-7 / 2", "-3"), ("7 % 3", "1"), ("-7 % 3", "-1"),
    ("9223372036854775807 + 1", "22003 integer out of range"),
    ("-9223372036854775807 - 2", "22003 integer out of range"),
    ("9223372036854775807 * 2", "22003 integer out of range"),
    ("1 / 0", "22012 division by zero"), ("1 % 0", "22012 division by zero"),
    ("abs(-5)", "5"), ("sign(-5)", "-1"), ("mod(7, 4)", "3"), ("round(15)", "15"),
    ("- (3)", "-3"), ("greatest(1, NULL, 3)", "3"), ("least(2, 1)", "1"),
    ("greatest(NULL::integer, NULL)", "NULL"),
  ]

  static let decimals = [
    ("1.10 + 2.2", "3.30"), ("1.5 * 1.50", "2.250"), ("10.0 / 3", "3.3333333333333333"),
    ("1.0 / 3.0", "0.33333333333333333333"), ("2.00 / 4.0", "0.50000000000000000000"),
    ("5.5 % 2", "1.5"), ("-5.5 % 2", "-1.5"), ("1.0 / 0", "22012 division by zero"),
    ("0.1 + 0.2 = 0.3", "true"), ("1.0 = 1.00", "true"), ("1.10 > 1.9", "false"),
    ("-1.5 < -1.25", "true"), ("10.0 > 9.99", "true"), ("round(2.5)", "3"), ("round(-2.5)", "-3"),
    ("round(2.345, 2)", "2.35"), ("round(1250.0, -2)", "1300"), ("trunc(-2.7)", "-2"),
    ("trunc(2.789, 2)", "2.78"), ("ceil(2.1)", "3"), ("floor(-2.1)", "-3"), ("abs(-2.50)", "2.50"),
    ("sign(-2.5)", "-1"), ("- 2.50", "-2.50"),
    ("99999999999999999999999999999999999999.0 + 1", "22003 numeric field overflow"),
    ("12345678901234567890.12345 + 0.00001", "12345678901234567890.12346"),
    ("greatest(1.5, 10.25)", "10.25"), ("least(1.50, 1.5)", "1.50"), ("nullif(1.0, 1.00)", "NULL"),
  ]

  static let doubles = [
    ("1e300", "1e+300"), ("-1e300 < 1e-300", "true"), ("1e300::double precision / 1e299", "10"),
    ("typeof(1e300)", "double"), ("typeof(1e30)", "decimal"),
    ("0.1::double + 0.2::double", "0.30000000000000004"),
    ("1::double / 0", "22012 division by zero"),
    ("('1e308' || '')::double * 10", "22003 value out of range: overflow"),
    ("round(2.5::double)", "2"),
    ("round(3.5::double)", "4"), ("round(2.345::double, 2)", "2.35"), ("sqrt(16)", "4"),
    ("sqrt(-1)", "22023 cannot take square root of a negative number"), ("power(2, 10)", "1024"),
    ("2 ^ 3 ^ 2", "64"), ("2 * 3 ^ 2", "18"), ("-2 ^ 2", "4"), ("2 ^ -1", "0.5"),
    ("3 ^ '2'", "9"), ("NULL ^ 2", "NULL"),
    ("TRUE ^ 2", "42883 operator does not exist: boolean ^ integer"),
    (
      "power(-8, 0.5)",
      "22023 a negative number raised to a non-integer power yields a complex result"
    ),
    ("exp(0)", "1"), ("ln(1)", "0"), ("ln(0)", "22023 cannot take logarithm of zero"),
    ("log(100)", "2"), ("log(2, 8)", "3"), ("pi()", "3.141592653589793"),
    ("sign(-2::double)", "-1"), ("- CAST(-2 AS double)", "2"), ("- - 2::double", "2"),
    ("ceil(1.2::double)", "2"), ("floor(1.8::double)", "1"), ("random() < 1", "true"),
  ]

  static let nulls = [
    ("NULL AND FALSE", "false"), ("NULL AND TRUE", "NULL"), ("NULL OR TRUE", "true"),
    ("NULL OR FALSE", "NULL"), ("NOT NULL::boolean", "NULL"), ("NULL = NULL", "NULL"),
    ("NULL IS NOT DISTINCT FROM NULL", "true"), ("1 IS DISTINCT FROM NULL", "true"),
    ("NULL::boolean IS TRUE", "false"), ("NULL::boolean IS NOT TRUE", "true"),
    ("1 IN (2, NULL)", "NULL"), ("1 IN (1, NULL)", "true"), ("1 NOT IN (2, NULL)", "NULL"),
    ("1 IN ()", "false"), ("1 BETWEEN 0 AND NULL", "NULL"), ("2 NOT BETWEEN 3 AND NULL", "true"),
    ("coalesce(NULL, 2, 1 / 0)", "2"), ("nullif('a', 'A')", "NULL"), ("nullif('a', 'b')", "a"),
    ("CASE WHEN FALSE THEN 1 / 0 ELSE 5 END", "5"), ("CASE 'X' WHEN 'x' THEN 1 END", "1"),
    ("CASE WHEN NULL THEN 1 END", "NULL"), ("NULL || 'a'", "NULL"), ("concat('a', NULL, 1)", "a1"),
    ("concat_ws(',', 'a', NULL, 'b', TRUE)", "a,b,true"),
    ("concat_ws(NULL::text, 'a')", "NULL"),
  ]

  static let casts = [
    ("'12'::text::integer", "12"), ("' 12 '::text::integer", "12"),
    ("('1x'||'')::integer", "22P02 invalid input syntax for type integer: \"1x\""),
    (
      "('99999999999999999999'||'')::integer",
      "22003 value \"99999999999999999999\" is out of range for type integer"
    ),
    ("('1.5'||'')::integer", "22P02 invalid input syntax for type integer: \"1.5\""),
    ("2.5::integer", "3"), ("-2.5::integer", "-3"), ("2.5::double::integer", "2"),
    ("3.5::double::integer", "4"), ("1e30::double::integer", "22003 integer out of range"),
    ("('1.255'||'')::decimal(9,2)", "1.26"),
    ("('a'||'')::decimal", "22P02 invalid input syntax for type numeric: \"a\""),
    ("0.1::double::decimal", "0.1"), ("5::decimal(5,2)", "5.00"), ("1.0::double", "1"),
    ("('x'||'')::double", "22P02 invalid input syntax for type double precision: \"x\""),
    ("('yes'||'')::boolean", "true"),
    ("('o'||'')::boolean", "22P02 invalid input syntax for type boolean: \"o\""),
    ("0::boolean", "false"), ("TRUE::integer", "1"), ("TRUE::text || '!'", "true!"),
    ("1.50::text", "1.50"), ("(1::double)::text", "1"),
    ("('2024-02-30'||'')::date", "22007 invalid input syntax for type date: \"2024-02-30\""),
    ("('2024-02-29'||'')::date", "2024-02-29"), ("(DATE '2024-02-29')::text", "2024-02-29"),
    ("('2024-02-29T10:00:00+02:00'||'')::timestamp", "2024-02-29T08:00:00Z"),
    ("(TIMESTAMP '2024-02-29T10:00:00.50Z')::text", "2024-02-29T10:00:00.5Z"),
    ("(TIMESTAMP '2024-02-29T23:00:00Z')::date", "2024-02-29"),
    ("(DATE '2024-02-29')::timestamp", "2024-02-29T00:00:00Z"),
    ("('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'||'')::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("('a0eebc'||'')::uuid", "22P02 invalid input syntax for type uuid: \"a0eebc\""),
    ("('1 day 2 hours'||'')::interval", "1 day 02:00:00"),
    ("('Closed'||'')::choice(Status)::text", "Closed"),
    ("('nope'||'')::choice(Status)", "22P02 choice set \"Status\" has no choice \"nope\""),
  ]

  static let texts = [
    ("lower('ÄİΣß')", "äİσß"), ("upper('äıσß')", "ÄIΣß"), ("length('Äé🦊')", "3"),
    ("length('e\u{301}')", "2"), ("reverse('ab🦊')", "🦊ba"), ("left('héllo', 2)", "hé"),
    ("left('hello', -2)", "hel"), ("right('hello', 3)", "llo"), ("right('hello', -3)", "lo"),
    ("substr('hello', 2, 3)", "ell"), ("substr('hello', 0, 3)", "he"),
    ("substr('hello', -1, 3)", "h"), ("substring('hello' FROM 3)", "llo"),
    ("substr('abc', 1, -1)", "22023 negative substring length not allowed"),
    ("trim('  a ')", "a"), ("ltrim('xxa', 'x')", "a"), ("rtrim('axx', 'x')", "a"),
    ("trim(BOTH 'xy' FROM 'xyaxy')", "a"), ("replace('AbAb', 'b', '-')", "A-A-"),
    ("replace('AbAb', 'B', '-')", "AbAb"), ("position('l' IN 'hello')", "3"),
    ("position('L' IN 'hello')", "0"), ("lpad('7', 3, '0')", "007"), ("lpad('abc', 2)", "ab"),
    ("lpad('a', 4, 'xy')", "xyxa"), ("rpad('7', 3)", "7  "), ("repeat('ab', 3)", "ababab"),
    ("repeat('a', 1000000000)", "54000 requested length too large"),
    ("split_part('a,b,c', ',', 2)", "b"), ("split_part('a,b,c', ',', -1)", "c"),
    ("split_part('a', ',', 2)", ""),
    ("split_part('a', ',', 0)", "22023 field position must not be zero"),
    ("initcap('hello WORLD-wide')", "Hello World-Wide"), ("starts_with('hello', 'he')", "true"),
    ("starts_with('hello', 'HE')", "false"),
    ("overlay('abcdef' PLACING 'XX' FROM 2 FOR 3)", "aXXef"),
    ("translate('12345', '143', 'ax')", "a2x5"), ("chr(8364)", "€"), ("ascii('€')", "8364"),
    ("md5('')", "d41d8cd98f00b204e9800998ecf8427e"),
    ("md5('The quick brown fox jumps over the lazy dog')", "9e107d9d372bb6826bd81d3542a419d6"),
    ("'a' = 'A'", "true"), ("'ä' = 'Ä'", "true"), ("'a' = 'ä'", "false"), ("'a' = 'a '", "false"),
    ("'ß' = 'ss'", "false"), ("'ſ' = 's'", "true"), ("'a' COLLATE BINARY = 'A'", "false"),
    ("'Z' > 'a'", "true"), ("'a' IN ('B', 'A')", "true"), ("'b' BETWEEN 'A' AND 'C'", "true"),
    ("greatest('a', 'B')", "B"), ("'É' IS DISTINCT FROM 'é'", "false"), ("typeof(1.5)", "decimal"),
    ("json_extract('{\"a\":{\"b\":7}}', '$.a.b')", "7"),
    ("json_extract('{a', '$.a')", "22P02 invalid input syntax for type json"),
  ]

  static let patterns = [
    ("'Hello' LIKE 'h%O'", "true"), ("'Hello' LIKE '_ell_'", "true"),
    ("'a%b' LIKE 'a\\%b'", "true"),
    ("'axb' LIKE 'a\\%b'", "false"), ("'a%b' LIKE 'a!%b' ESCAPE '!'", "true"),
    ("'Äa' LIKE 'ä_'", "true"), ("'abc' NOT LIKE 'A%'", "false"), ("NULL LIKE 'a'", "NULL"),
    ("'abc' COLLATE BINARY LIKE 'A%'", "false"), ("'abc' COLLATE BINARY LIKE 'a%c'", "true"),
    ("'a' LIKE 'a' ESCAPE 'xy'", "22023 invalid escape string"),
    ("'hello' ~ 'l+o$'", "true"), ("'hello' ~ 'L'", "false"), ("'hello' ~* 'L'", "true"),
    ("'hello' !~ 'x'", "true"), ("'hello' !~* 'HELLO'", "false"),
    ("'a1' ~ '^[[:alpha:]][[:digit:]]$'", "true"),
    ("'a' ~ '('", "2201B invalid regular expression: \"(\""),
    ("'two words' ~ '\\mwords\\M'", "true"),
    ("regexp_replace('abcabc', 'b', 'X')", "aXcabc"),
    ("regexp_replace('abcabc', 'B', 'X', 'gi')", "aXcaXc"),
    ("regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2, \\1')", "Smith, John"),
    ("regexp_replace('abc', 'b', '[\\&]')", "a[b]c"), ("regexp_like('ABC', 'b', 'i')", "true"),
    (
      "regexp_replace('a', 'a', 'b', 'q')",
      "22023 invalid regular expression option of regexp_replace(): \"q\""
    ),
    ("'a\nb' ~ 'a.b'", "true"), ("'a\n' ~ 'a$'", "false"),
  ]
}
