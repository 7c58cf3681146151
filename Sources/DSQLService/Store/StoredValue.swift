/// A value as a column of the store holds it.
enum StoredValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  var isNull: Bool { self == .null }
}
