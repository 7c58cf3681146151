import DSQLDiagnostics
import DSQLSyntax

/// Puts the values of variables into the text of a statement.
///
/// - Source: `shell-conventions.md` §5.
enum Interpolation {
  /// The text with each variable replaced, or a diagnostic for each that is unset.
  static func expand(
    _ text: String,
    with variables: ShellVariables
  ) -> Result<String, InterpolationFailure> {
    let references = VariableReference.references(in: text)
    if references.isEmpty { return .success(text) }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var done = 0
    var diagnostics: [Diagnostic] = []
    for reference in references {
      output += bytes[done..<reference.span.lower]
      done = reference.span.upper
      if let replacement = replacement(for: reference, with: variables) {
        output += Array(replacement.utf8)
      } else {
        diagnostics.append(unset(reference, variables))
      }
    }
    output += bytes[done...]
    if !diagnostics.isEmpty {
      return .failure(InterpolationFailure(diagnostics: diagnostics))
    }
    return .success(String(decoding: output, as: UTF8.self))
  }

  /// What stands for a variable in the given form; nil where it is unset.
  static func replacement(
    for name: String,
    form: VariableForm,
    with variables: ShellVariables
  ) -> String? {
    let value = variables[name]
    switch form {
    case .plain: return value
    case .literal: return value.map { SQLPrinter.quote($0) }
    case .identifier:
      return value.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
    case .isSet: return value == nil ? "FALSE" : "TRUE"
    }
  }

  private static func replacement(
    for reference: VariableReference,
    with variables: ShellVariables
  ) -> String? {
    replacement(for: reference.name, form: reference.form, with: variables)
  }

  private static func unset(
    _ reference: VariableReference,
    _ variables: ShellVariables
  ) -> Diagnostic {
    let near = NearName.suggestions(for: reference.name, among: variables.all.map(\.name))
    return Diagnostic(
      .undefinedParameter,
      "variable \"\(reference.name)\" is not set",
      span: reference.span,
      hint: near.first.map { "Perhaps you meant the variable \"\($0)\"." }
        ?? "Set it with \\set \(reference.name) VALUE, or write \\: for a colon."
    )
  }
}

/// The variables that kept a text from being expanded.
struct InterpolationFailure: Error, Sendable {
  var diagnostics: [Diagnostic]
}
