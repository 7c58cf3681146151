import DSQLAPI
import DSQLDiagnostics
import DSQLSyntax

extension StatementRun {
  /// Goes to a folder, a tenant or a profile.
  ///
  /// Calls: those of the catalogue.
  mutating func runUse(_ use: UseStatement) async throws {
    switch use.target {
    case .folder:
      let key = use.name.text.lowercased()
      guard Self.isFolderKey(key) else {
        throw Diagnostic(
          .undefinedObject,
          "folder \"\(use.name.text)\" cannot be found by its name",
          span: use.name.span,
          detail:
            "Orchestrator keeps the names of folders; the Data Service knows only their keys.",
          hint: "Write the folder's key, a GUID in double quotes; all zeros are the tenant's level."
        )
      }
      try await connection.useFolder(key == EntityAddress.tenantFolder ? nil : key)
      result.tag = .other("USE FOLDER")
    case .tenant:
      try await placed(use) { try await connection.useTenant(use.name.text) }
      result.tag = .other("USE TENANT")
    case .profile:
      try await placed(use) { try await connection.useProfile(use.name.text) }
      result.tag = .other("USE PROFILE")
    }
  }

  /// Does something whose faults of the name stand at the name.
  private func placed(_ use: UseStatement, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch var fault as Diagnostic {
      if fault.span == nil { fault.span = use.name.span }
      throw fault
    }
  }

  /// Whether a text has the form of a GUID.
  private static func isFolderKey(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }
}
