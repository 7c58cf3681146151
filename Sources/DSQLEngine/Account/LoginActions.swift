/// What the program lends a connection for signing in and out; without it these are refused.
package struct LoginActions: Sendable {
  /// Signs in to a profile and answers what to tell the person.
  package var logIn:
    @Sendable (_ profile: String, _ dialog: any LoginDialog) async throws -> [String]
  /// Ends the login of a profile and answers what to tell the person.
  package var logOut: @Sendable (_ profile: String) async throws -> [String]
  /// The facts about the login of a profile, as `dsql whoami` prints them.
  package var identity: @Sendable (_ profile: String) async throws -> [IdentityFact]
  /// The profiles that there are, `local` among them.
  package var profiles: @Sendable () throws -> [ProfileSummary]

  package init(
    logIn:
      @escaping @Sendable (_ profile: String, _ dialog: any LoginDialog) async throws ->
      [String],
    logOut: @escaping @Sendable (_ profile: String) async throws -> [String],
    identity: @escaping @Sendable (_ profile: String) async throws -> [IdentityFact],
    profiles: @escaping @Sendable () throws -> [ProfileSummary]
  ) {
    self.logIn = logIn
    self.logOut = logOut
    self.identity = identity
    self.profiles = profiles
  }
}

/// How a sign-in talks with the person at the terminal.
package protocol LoginDialog: Sendable {
  /// Shows a line on standard error.
  func tell(_ line: String)

  /// Reads a line that is not shown while it is typed and never kept in a history; nil at the end of
  /// the input, when the person gives up and when the task is cancelled.
  func readHidden(prompt: String?) async -> String?
}

/// One thing that is known of who is signed in: a name such as `person`, and its value.
package struct IdentityFact: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A profile for a list.
package struct ProfileSummary: Hashable, Sendable {
  package var name: String
  package var origin: String
  package var organization: String
  package var tenant: String
  /// Whether it is the one that is used when none is named.
  package var isDefault: Bool

  package init(
    name: String,
    origin: String,
    organization: String,
    tenant: String,
    isDefault: Bool = false
  ) {
    self.name = name
    self.origin = origin
    self.organization = organization
    self.tenant = tenant
    self.isDefault = isDefault
  }
}
