import DSQLAPI
import DSQLDiagnostics
import DSQLSyntax

extension StatementRun {
  /// Goes to a folder; what else USE names needs another connection.
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
      throw Diagnostic(
        .featureNotSupported,
        "USE TENANT is not supported",
        span: use.span,
        hint: "Give each tenant a profile, and go there with \\c PROFILE."
      )
    case .profile:
      throw Diagnostic(
        .featureNotSupported,
        "USE PROFILE is not supported",
        span: use.span,
        hint: "\\c \(use.name.text) connects to the profile, as -d does at the start."
      )
    }
  }

  /// Whether a text has the form of a GUID.
  private static func isFolderKey(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }
}
