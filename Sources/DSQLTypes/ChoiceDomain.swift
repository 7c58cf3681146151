/// The choices of one choice set, in the order of their numbers.
package struct ChoiceDomain: Hashable, Sendable {
  /// The set's name.
  package let name: String
  /// The choices, in ascending order of their numbers; may be empty.
  package let choices: [Choice]

  package init(name: String, choices: [Choice]) {
    self.name = name
    self.choices = choices.sorted { $0.number < $1.number }
  }

  /// What people see for a number: its label, or `#7` where the set does not know it.
  package func label(of number: Int64) -> String {
    if number >= 0, number < choices.count, choices[Int(number)].number == number {
      return choices[Int(number)].label
    }
    return choices.first { $0.number == number }?.label ?? "#\(number)"
  }

  /// The numbers meant by a text: every choice with that label, else with that name, ignoring case.
  ///
  /// Empty where the set has no such choice; more than one where two choices share a label.
  package func numbers(matching text: String) -> [Int64] {
    let labelled = choices.filter { TextComparison.areEqual($0.label, text) }
    if !labelled.isEmpty { return labelled.map(\.number) }
    return choices.filter { TextComparison.areEqual($0.name, text) }.map(\.number)
  }
}

/// One choice of a set.
package struct Choice: Hashable, Sendable {
  /// The number that records store (`NumberId`); never changes.
  package let number: Int64
  package let name: String
  /// What people see (`DisplayName`).
  package let label: String

  package init(number: Int64, name: String, label: String) {
    self.number = number
    self.name = name
    self.label = label
  }
}
