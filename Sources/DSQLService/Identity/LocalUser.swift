/// A person that the embedded service knows.
///
/// - Source: `data-service-api.md` §6.1 for the roles, `identity.md` §9.9.
package enum LocalUser: String, CaseIterable, Hashable, Sendable {
  /// Administrator, Designer and Data Writer.
  case administrator
  /// Data Writer.
  case writer
  /// Data Reader.
  case reader
  /// Signed in, but without any role.
  case norole
  /// No longer allowed to sign in; a token in this name is refused.
  case disabled

  /// The user's id, which audit fields hold.
  var id: String {
    switch self {
    case .administrator: "0190163d-8694-739b-aea5-966c26f8ad01"
    case .writer: "0190163d-8694-739b-aea5-966c26f8ad02"
    case .reader: "0190163d-8694-739b-aea5-966c26f8ad03"
    case .norole: "0190163d-8694-739b-aea5-966c26f8ad04"
    case .disabled: "0190163d-8694-739b-aea5-966c26f8ad05"
    }
  }

  /// The name that people see.
  var displayName: String {
    switch self {
    case .administrator: "Ada Administrator"
    case .writer: "Wim Writer"
    case .reader: "Rena Reader"
    case .norole: "Nora Norole"
    case .disabled: "Dag Disabled"
    }
  }

  /// The mail address, which is made up.
  var email: String { "\(rawValue)@example.com" }

  /// The scopes that a token made for the user carries.
  var scopes: [String] {
    Permission.allCases.filter { permission in
      switch permission {
      case .readSchema, .readData, .writeData: true
      case .writeSchema, .writeChoices: self == .administrator
      }
    }.map(\.scope)
  }
}
