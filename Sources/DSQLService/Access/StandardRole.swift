/// A role that every tenant has.
///
/// - Source: `data-service-api.md` §6.1.
enum StandardRole: String, CaseIterable, Hashable, Sendable {
  /// Manages permissions; neither schema nor data.
  case administrator = "Administrator"
  case designer = "Designer"
  case dataWriter = "Data Writer"
  case dataReader = "Data Reader"

  /// What the role allows in the whole tenant.
  var permissions: Set<Permission> {
    switch self {
    case .administrator: []
    case .designer: [.readSchema, .writeSchema, .writeChoices]
    case .dataWriter: [.readSchema, .readData, .writeData]
    case .dataReader: [.readSchema, .readData]
    }
  }

  /// The roles that a user has where nobody decides otherwise.
  static func defaults(of user: LocalUser) -> [StandardRole] {
    switch user {
    case .administrator: [.administrator, .designer, .dataWriter]
    case .writer, .robot: [.dataWriter]
    case .reader: [.dataReader]
    case .norole, .disabled: []
    }
  }
}
