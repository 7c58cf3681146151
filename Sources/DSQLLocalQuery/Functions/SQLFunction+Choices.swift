import DSQLDiagnostics
import DSQLTypes

/// Choices: numbers that are text to people, and sets of labels.
extension SQLFunction {
  // The first argument is the index of the choice set.
  static let choices: [SQLFunction] = [
    SQLFunction(.choiceLabel, 2) { a, environment in
      .text(environment.domain(a.integer(0)).label(of: a.integer(1)))
    },
    SQLFunction(.choiceFromText, 2) { a, environment in
      let domain = environment.domain(a.integer(0))
      guard let number = domain.numbers(matching: a.text(1)).first else {
        throw unknownChoice(a.text(1), domain)
      }
      return .integer(number)
    },
    SQLFunction(.choicesFromText, 2) { a, environment in
      let domain = environment.domain(a.integer(0))
      let text = a.text(1)
      let written =
        text.utf8.first == UInt8(ascii: "[")
        ? a.withUTF8(1, ChoiceList.init(parsing:)).labels
        : text.split(separator: "|").map(String.init)
      let labels = try written.map { label in
        guard let number = domain.numbers(matching: label).first else {
          throw unknownChoice(label, domain)
        }
        return domain.label(of: number)
      }
      // An empty set is NULL.
      return labels.isEmpty ? .null : .text(ChoiceList(labels: labels).json)
    },
    // (choices, label)
    SQLFunction(.has, 2) { a, _ in
      .boolean(a.withUTF8(0, ChoiceList.init(parsing:)).contains(a.text(1)))
    },
  ]

  private static func unknownChoice(_ text: String, _ domain: ChoiceDomain) -> Diagnostic {
    let labels = domain.choices.map { "\"\($0.label)\"" }.joined(separator: ", ")
    return Diagnostic(
      .invalidLiteral,
      "choice set \"\(domain.name)\" has no choice \"\(text)\"",
      hint: labels.isEmpty ? nil : "The choices are \(labels)."
    )
  }
}
