/// Someone whom the embedded service knows: a person, or an application with a role of its own.
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
  /// An application that acts for itself, as Data Writer; it cannot sign in.
  ///
  /// - Source: `identity.md` §4.1.
  case robot

  /// Who has an id; nil for nobody.
  init?(id: String) {
    guard let user = Self.allCases.first(where: { $0.id == id }) else { return nil }
    self = user
  }

  /// The user's id, which audit fields hold; an application's is its client id.
  package var id: String {
    switch self {
    case .administrator: "0190163d-8694-739b-aea5-966c26f8ad01"
    case .writer: "0190163d-8694-739b-aea5-966c26f8ad02"
    case .reader: "0190163d-8694-739b-aea5-966c26f8ad03"
    case .norole: "0190163d-8694-739b-aea5-966c26f8ad04"
    case .disabled: "0190163d-8694-739b-aea5-966c26f8ad05"
    case .robot: "0190163d-8694-739b-aea5-966c26f8c005"
    }
  }

  /// The name that people see.
  package var displayName: String {
    switch self {
    case .administrator: "Ada Administrator"
    case .writer: "Wim Writer"
    case .reader: "Rena Reader"
    case .norole: "Nora Norole"
    case .disabled: "Dag Disabled"
    case .robot: "Rolf Robot"
    }
  }

  /// The mail address, which is made up; an application has none.
  package var email: String? { isApplication ? nil : "\(rawValue)@example.com" }

  /// Whether it is an application, which no browser signs in.
  package var isApplication: Bool { self == .robot }

  /// The number of its kind in the choice set of users' types.
  var typeNumber: Int64 { isApplication ? 2 : 0 }

  /// Those who can choose themselves on the page that asks for consent.
  static var people: [LocalUser] { allCases.filter { !$0.isApplication } }

  /// The scopes that a token made for the user carries: those of data for all, since it is the
  /// roles that refuse, those of the schema for whose roles can use them.
  func scopes(by book: RoleBook) -> [String] {
    if isApplication { return RegisteredClient.application.applicationScopes }
    let roles = book.roles(of: self).standard
    return Permission.allCases.filter { permission in
      switch permission {
      case .readSchema, .readData, .writeData: true
      case .writeSchema, .writeChoices: roles.contains { $0.permissions.contains(permission) }
      }
    }.map(\.scope)
  }
}
