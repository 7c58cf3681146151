/// Another entity whose records are put beside those of the query, by equality of two fields.
///
/// The keys of the answer are qualified; a record without a partner lacks the partner's keys.
///
/// - Source: `data-service-api.md` §3.5.
package struct RecordJoin: Hashable, Sendable {
  /// The most joins of one query.
  package static let most = 3

  /// All joins of a query are of one kind; the raw value is the wire's.
  package enum Kind: String, Hashable, Sendable {
    case left = "LEFT"
    case inner = "INNER"
  }

  package var kind: Kind
  /// The name of the entity that is joined.
  package var entity: String
  /// A qualified field of an entity that is there already: `Invoice.SupplierCode`.
  package var left: String
  /// A qualified field of the entity that is joined.
  package var right: String

  package init(_ kind: Kind, _ entity: String, left: String, right: String) {
    self.kind = kind
    self.entity = entity
    self.left = left
    self.right = right
  }

  func write(to json: inout JSONText) {
    json.beginObject()
    json.key("type")
    json.string(kind.rawValue)
    json.key("entity")
    json.string(entity)
    json.key("on")
    json.beginObject()
    json.key("left")
    json.string(left)
    json.key("right")
    json.string(right)
    json.endObject()
    json.endObject()
  }
}
