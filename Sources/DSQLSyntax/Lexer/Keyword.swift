/// A word that the grammar knows.
///
/// PostgreSQL's classes decide where such a word may be a name: an unreserved one anywhere, one that
/// is reserved but for functions (`left`, `right`) before a parenthesis, a reserved one after FROM,
/// JOIN, INTO, UPDATE, AS and a dot only.
///
/// - Source: `language.md` §1; `postgres/postgres:src/include/parser/kwlist.h`.
package enum Keyword: UInt8, CaseIterable, Sendable {
  // Reserved.
  case all, analyse, analyze, and, any, array, `as`, asc, asymmetric, both, `case`, cast, check,
    collate, column, constraint, create, currentCatalog, currentDate, currentRole, currentTime,
    currentTimestamp, currentUser, `default`, deferrable, desc, distinct, `do`, `else`, end,
    except, `false`, fetch, `for`, foreign, from, grant, group, having, `in`, initially,
    intersect, into, lateral, leading, limit, localtime, localtimestamp, not, null, offset, on,
    only, or, order, placing, primary, references, returning, select, sessionUser, some,
    symmetric, systemUser, table, then, to, trailing, `true`, union, unique, user, using,
    variadic, when, `where`, window, with

  // Reserved, but a function or a type may be named so.
  case authorization, binary, collation, concurrently, cross, currentSchema, freeze, full,
    ilike, inner, `is`, isnull, join, left, like, natural, notnull, outer, overlaps, right,
    similar, tablesample, verbose

  // Not reserved: keywords only where the grammar looks for them.
  case abort, add, alter, assert, at, begin, between, by, choice, choices, comment, commit,
    conflict, cube, current, deallocate, delete, describe, display, drop, dry, entities, entity,
    escape, exclude, execute, exists, explain, extract, field, fields, filter, first, folder,
    following, format, grouping, groups, `if`, insert, key, last, limits, materialized, message,
    name, next, no, nothing, nulls, others, over, overlay, partition, position, preceding,
    prepare, profile, range, recursive, release, rename, required, rollback, rollup, row, rows,
    run, savepoint, set, sets, share, show, start, substring, tenant, ties, time, transaction,
    trim, unbounded, unknown, update, use, values, within, zone

  /// Whether the word cannot be the bare name of a column or an alias.
  package var isReserved: Bool { rawValue < Keyword.abort.rawValue }

  /// Whether a function may have the word as its bare name.
  package var canNameFunction: Bool { rawValue >= Keyword.authorization.rawValue }

  /// The word in capitals.
  package var text: String {
    var text = ""
    for character in String(describing: self) {
      if character.isUppercase { text.append("_") }
      text.append(contentsOf: character.uppercased())
    }
    return text
  }

  /// The keyword that a text is in any letter case.
  package init?(text: String) {
    let bytes = Array(text.utf8)
    guard let keyword = KeywordTable.all.keyword(in: bytes, 0, bytes.count) else { return nil }
    self = keyword
  }
}
