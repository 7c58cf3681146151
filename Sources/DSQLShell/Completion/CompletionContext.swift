/// What completion needs to know besides the line and the catalogue.
package struct CompletionContext: Sendable {
  /// How keywords are spelled.
  package enum KeywordCase: String, Sendable, CaseIterable {
    case lower, upper
    case preserveLower = "preserve-lower"
    case preserveUpper = "preserve-upper"
  }

  /// The lines of the statement before this one.
  package var textBefore = ""
  package var variableNames: [String] = []
  package var profileNames: [String] = []
  package var keywordCase = KeywordCase.preserveUpper
  /// The names in a folder, folders with a slash at their end.
  package var fileNames: @Sendable (String) -> [String] = { _ in [] }

  package init() {}
}
