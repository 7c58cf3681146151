import DSQLDiagnostics
import DSQLSession
import DSQLTypes

extension Connection {
  /// Goes to another tenant with the same login; its schema is read at once.
  ///
  /// Calls: 2, and 1 for each choice set; none where it is there already.
  func useTenant(_ name: String) async throws {
    let (info, open) = (info, target.open)
    if info.kind == .embedded {
      guard TextComparison.areEqual(name, info.tenant) else {
        throw Diagnostic(
          .undefinedObject,
          "tenant \"\(name)\" does not exist",
          hint: "The embedded service has one tenant, \(info.tenant)."
        )
      }
      return
    }
    if name.isEmpty || name.contains("/") {
      throw Diagnostic(.undefinedObject, "\"\(name)\" is no name of a tenant")
    }
    var moved = info
    moved.tenant = name
    moved.folder = nil
    try await move(
      to: ConnectionTarget(info: moved) { try await open().placed(inTenant: name) }
    )
  }

  /// Goes to another profile, as naming it at the start does; its schema is read at once.
  ///
  /// Calls: 2, and 1 for each choice set.
  func useProfile(_ name: String) async throws {
    guard let findProfile else {
      throw Diagnostic(
        .featureNotSupported,
        "USE PROFILE is not supported here",
        hint: "Name the profile at the start: dsql -d \(name)."
      )
    }
    try await move(to: try findProfile(name))
  }
}
