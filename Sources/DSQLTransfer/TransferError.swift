package import DSQLDiagnostics

/// Why a transfer cannot be made or cannot go on.
package struct TransferError: Error, Hashable, Sendable {
  /// What kind of fault it is.
  package enum Kind: Hashable, Sendable {
    /// The command is not understood.
    case command
    /// The file cannot be opened, read or written.
    case file
    /// The file's content is not what its format asks for.
    case content
    /// The format cannot be read or written.
    case unsupported
  }

  package var kind: Kind
  package var message: String
  package var hint: String?

  package init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// The error as the user is told it.
  package var diagnostic: Diagnostic {
    let code: DiagnosticCode =
      switch kind {
      case .command: .syntaxError
      case .file: .fileError
      case .content: .badCopyFormat
      case .unsupported: .featureNotSupported
      }
    return Diagnostic(code, message, hint: hint)
  }
}
