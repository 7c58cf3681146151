import DSQLAPI
import DSQLCatalog
import DSQLTypes

// How texts are compared, by texts that the tenant has.
//
// - Source: `design.md` §5, `language.md` §3.
extension ServiceProbe {
  /// The most texts that are tried where one does not even equal itself.
  private static let mostTexts = 3
  private static let mostFields = 8

  /// Asks for one record by its id and one of its texts in other letter case, with an accent more,
  /// and with a blank more.
  ///
  /// Calls: 1 for each entity asked, then 3, at most three more where letter case counts.
  mutating func learnTextMatching() async -> Bool {
    for table in tables.prefix(Self.mostTables) {
      for specimen in await specimens(in: table).prefix(Self.mostTexts) {
        if let matching = await matching(of: specimen, in: table) {
          settle(matching)
          return true
        }
        if isCutOff { return false }
      }
      if isCutOff { return false }
    }
    return false
  }

  /// How the service compares a text; nil where it cannot be told by this one.
  private mutating func matching(
    of specimen: TextSpecimen,
    in table: Table
  ) async -> ServiceTraits.TextMatching? {
    guard let ignoresCase = await finds(specimen, as: specimen.swapped, in: table) else {
      return nil
    }
    if !ignoresCase {
      // An encrypted text, or one that is stored otherwise than it is shown, equals nothing.
      guard await finds(specimen, as: specimen.text, in: table) == true else { return nil }
      return await comparesBytes(specimen, in: table) ? .binary : .narrower
    }
    guard let accented = specimen.accented,
      let ignoresAccents = await finds(specimen, as: accented, in: table)
    else { return nil }
    if ignoresAccents { return .wider }
    guard let ignoresBlanks = await finds(specimen, as: specimen.text + " ", in: table) else {
      return nil
    }
    return ignoresBlanks ? .wider : .asLanguage
  }

  /// Whether a service to which letter case counts minds accents and blanks too.
  ///
  /// It may have ignored the case of ASCII letters alone, which is asked for by itself.
  private mutating func comparesBytes(_ specimen: TextSpecimen, in table: Table) async -> Bool {
    guard let accented = specimen.accented else { return false }
    var others = [accented, specimen.text + " "]
    if specimen.reachesBeyondASCII {
      if specimen.swappedASCII == specimen.text { return false }
      others.append(specimen.swappedASCII)
    }
    for other in others where await finds(specimen, as: other, in: table) != false { return false }
    return true
  }

  /// Whether a record is found by its id and a text; nil where the service does not say.
  private mutating func finds(
    _ specimen: TextSpecimen,
    as text: String,
    in table: Table
  ) async -> Bool? {
    var filter = Self.record(specimen.id, specimen.key)
    filter.filters.append(QueryFilter(specimen.field, .equal, .value(text)))
    let query = RecordQuery(fields: [specimen.key], filter: filter, limit: 1)
    guard case .rows(let rows) = await page(query, of: table, [PageColumn([specimen.key], .uuid)])
    else { return nil }
    return rows.rowCount > 0
  }

  /// Texts of an entity that tell something: those with letters beyond ASCII first, those that tell
  /// of letter case alone last.
  ///
  /// Calls: 1.
  private mutating func specimens(in table: Table) async -> [TextSpecimen] {
    guard let key = table.keyIndex else { return [] }
    let fields = table.columns.filter { column in
      if column.isSystem || column.isEncrypted || column.isRelated { return false }
      if case .text = column.fieldType { return true }
      return false
    }.prefix(Self.mostFields)
    if fields.isEmpty { return [] }
    let keyName = table.columns[key].name
    let query = RecordQuery(fields: [keyName] + fields.map(\.name), limit: 50)
    let columns = [PageColumn([keyName], .uuid)] + fields.map { PageColumn([$0.name], .text) }
    guard case .rows(let rows) = await page(query, of: table, columns) else { return [] }
    var found: [TextSpecimen] = []
    for row in 0..<rows.rowCount {
      guard case .uuid(let id) = rows.value(row: row, column: 0) else { continue }
      for (index, field) in fields.enumerated() {
        guard case .text(let text) = rows.value(row: row, column: index + 1),
          case .text(let most) = field.fieldType,
          let specimen = TextSpecimen(text, mostLength: most, id: id, key: keyName, field.name)
        else { continue }
        found.append(specimen)
      }
    }
    let telling = found.filter { $0.accented != nil }
    return telling.filter(\.reachesBeyondASCII) + telling.filter { !$0.reachesBeyondASCII }
      + found.filter { $0.accented == nil }
  }
}

/// A text of a record, with what tells how it is compared.
private struct TextSpecimen {
  let id: String
  /// The name of the entity's key.
  let key: String
  let field: String
  let text: String
  /// The text with each letter in the other case.
  let swapped: String
  /// Likewise of ASCII letters alone.
  let swappedASCII: String
  /// The text with an accent on one letter; nil where none takes one, so that the text can only tell
  /// that letter case counts.
  let accented: String?
  /// Whether a letter beyond ASCII changed its case.
  let reachesBeyondASCII: Bool

  private static let accents: [Unicode.Scalar: Unicode.Scalar] = [
    "a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "A": "Á", "E": "É", "I": "Í", "O": "Ó",
    "U": "Ú",
  ]

  /// Nil for a text that tells nothing.
  init?(_ text: String, mostLength: Int, id: String, key: String, _ field: String) {
    guard text.utf16.count < mostLength, text.last != " " else { return nil }
    var swapped = ""
    var swappedASCII = ""
    var accented = ""
    var hasAccent = false
    var reachesBeyondASCII = false
    for scalar in text.unicodeScalars {
      let other = Self.otherCase(of: scalar)
      if other != scalar, !scalar.isASCII { reachesBeyondASCII = true }
      swapped.unicodeScalars.append(other)
      swappedASCII.unicodeScalars.append(scalar.isASCII ? other : scalar)
      let accent = hasAccent ? nil : Self.accents[scalar]
      if accent != nil { hasAccent = true }
      accented.unicodeScalars.append(accent ?? scalar)
    }
    guard swapped != text else { return nil }
    self.id = id
    self.key = key
    self.field = field
    self.text = text
    self.swapped = swapped
    self.swappedASCII = swappedASCII
    self.accented = hasAccent ? accented : nil
    self.reachesBeyondASCII = reachesBeyondASCII
  }

  /// The letter in its other case where both are equal to the language, else itself.
  ///
  /// Beyond Latin letters collations differ in what they call case, so others stay.
  private static func otherCase(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value < 0x180 else { return scalar }
    let text = String(scalar)
    for mapped in [scalar.properties.uppercaseMapping, scalar.properties.lowercaseMapping]
    where mapped != text && mapped.unicodeScalars.count == 1 {
      guard let other = mapped.unicodeScalars.first, other.value < 0x180,
        TextComparison.areEqual(mapped, text)
      else { continue }
      return other
    }
    return scalar
  }
}
