package import FoundationEssentials

/// The custom roles of a tenant, and which user has which roles.
///
/// A user who is not named has the roles of the standard.
package struct RoleBook: Hashable, Sendable {
  /// The custom roles by their names.
  package var roles: [String: CustomRole]
  /// The names of users' roles, by the users' names.
  package var users: [String: [String]]

  package init(roles: [String: CustomRole] = [:], users: [String: [String]] = [:]) {
    self.roles = roles
    self.users = users
  }

  /// Reads a role file.
  ///
  /// - Parameter file: The bytes: JSON with `roles` and `users`.
  /// - Throws: `EmbeddedServiceError` that tells the place of the first mistake.
  package init(file: Data) throws(EmbeddedServiceError) {
    do {
      self = try JSONDecoder().decode(RoleBook.self, from: file)
    } catch let error as DecodingError {
      throw .badRoles(Self.text(of: error))
    } catch {
      throw .badRoles("\(error)")
    }
    try check(knowing: Set(roles.keys), decidesUnknown: false)
  }

  package var isEmpty: Bool { roles.isEmpty && users.isEmpty }

  /// Sets the roles of a user, in place of those that the user has.
  ///
  /// - Parameter assignment: `USER=ROLE,…`; nothing after the sign leaves the user without a role.
  /// - Throws: `EmbeddedServiceError` where there is no such user.
  package mutating func assign(_ assignment: String) throws(EmbeddedServiceError) {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw .badRoles("\"\(assignment)\" is not written USER=ROLE,ROLE")
    }
    let user = String(parts[0])
    guard LocalUser(rawValue: user) != nil else { throw Self.unknownUser(user) }
    users[user] = parts[1].split(separator: ",").map { String($0) }
  }

  /// Takes over what another book says; a role or user that both name is the other's.
  ///
  /// - Parameter other: The book whose entries count.
  package mutating func merge(_ other: RoleBook) {
    for (name, role) in other.roles {
      for old in roles.keys where Self.folded(old) == Self.folded(name) { roles[old] = nil }
      roles[name] = role
    }
    users.merge(other.users) { $1 }
  }

  /// Refuses a name that is no user's and no role's.
  func check() throws(EmbeddedServiceError) {
    try check(knowing: Set(roles.keys), decidesUnknown: true)
  }

  private func check(
    knowing names: Set<String>,
    decidesUnknown: Bool
  ) throws(EmbeddedServiceError) {
    let standard = StandardRole.allCases.map(\.rawValue)
    for name in roles.keys.sorted() where standard.contains(where: { Self.same($0, name) }) {
      throw .badRoles("roles.\(name): every tenant has this role, and it cannot be changed")
    }
    for (user, list) in users.sorted(by: { $0.key < $1.key }) {
      guard LocalUser(rawValue: user) != nil else { throw Self.unknownUser(user) }
      guard decidesUnknown else { continue }
      let known = standard + names.sorted()
      for role in list where !known.contains(where: { Self.same($0, role) }) {
        throw .badRoles(
          "there is no role \"\(role)\" for user \"\(user)\"; there are "
            + known.joined(separator: ", ")
        )
      }
    }
  }

  /// The roles of a user.
  func roles(of user: LocalUser) -> (standard: [StandardRole], custom: [CustomRole]) {
    guard let names = users[user.rawValue] else { return (StandardRole.defaults(of: user), []) }
    let standard = StandardRole.allCases.filter { role in
      names.contains { Self.same($0, role.rawValue) }
    }
    let custom = roles.filter { role in names.contains { Self.same($0, role.key) } }
    return (standard, Array(custom.values))
  }

  /// Names are told apart by letters and digits alone, so that none needs quotes in a shell.
  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private static func same(_ first: String, _ second: String) -> Bool {
    folded(first) == folded(second)
  }

  private static func unknownUser(_ name: String) -> EmbeddedServiceError {
    let known = LocalUser.allCases.map(\.rawValue).joined(separator: ", ")
    return .badRoles("there is no user \"\(name)\"; there are \(known)")
  }

  private static func text(of error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "the file cannot be read"
    }
    let place = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? key.stringValue
    }.joined(separator: ".")
    return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
  }
}
