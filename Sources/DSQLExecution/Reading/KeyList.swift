import DSQLAPI
import DSQLPlan
import DSQLTypes

/// The distinct values of a column, as filters on a field spell them, up to a number.
///
/// Two values are one key where they are equal to the language (`language.md` §3): texts by their
/// folded code points, numbers by value.
struct KeyList: Sendable {
  /// A key.
  struct Key: Hashable, Sendable {
    /// What a filter says.
    var text: String
    /// What is the same for all values that are equal to it.
    var folded: [UInt8]

    init?(_ value: Value, field: FieldType, _ rule: TextRule) {
      guard let text = field.filterText(value) else { return nil }
      self.text = text
      folded = Self.folded(text, rule)
    }

    /// Only texts are compared byte by byte; ids come in any letter case.
    static func folded(_ text: String, _ rule: TextRule) -> [UInt8] {
      switch rule {
      case .folded: TextComparison.foldedUTF8(text)
      case .binary: Array(text.utf8)
      }
    }

    static func == (left: Key, right: Key) -> Bool { left.folded == right.folded }

    func hash(into hasher: inout Hasher) { hasher.combine(folded) }
  }

  /// Where the column stands in the batches.
  let position: Int
  /// The field that is to have the values.
  let field: FieldType
  let most: Int
  let rule: TextRule
  /// In the order in which they came.
  private(set) var keys: [Key] = []
  /// Whether there are more than `most`; then `keys` is empty.
  private(set) var isTooLong = false
  private var known: Set<Key> = []

  init(position: Int, field: FieldType, most: Int, rule: TextRule) {
    self.position = position
    self.field = field
    self.most = most
    self.rule = rule
  }

  mutating func add(_ batch: RowBatch) {
    let type = batch.schema.columns[position].type
    for row in 0..<batch.rowCount {
      if isTooLong { return }
      // A value that no filter spells is one that no record holds.
      guard let key = Key(batch.columns[position].value(row: row, type: type), field: field, rule)
      else {
        continue
      }
      if known.insert(key).inserted { keys.append(key) }
      if keys.count > most {
        isTooLong = true
        keys = []
        known = []
      }
    }
  }
}
