/// A LIKE pattern that was read once and is matched against many texts.
///
/// Case is ignored as `TextComparison` ignores it. An escape character at the end of the pattern
/// stands for itself.
package struct LikePattern: Sendable {
  private enum Element: Equatable {
    /// A folded scalar.
    case scalar(UInt32)
    /// `_`.
    case anyOne
    /// `%`.
    case anyRun
  }

  private let elements: [Element]

  /// Reads a pattern; without an escape character `%` and `_` cannot be meant literally.
  package init(_ pattern: String, escape: Unicode.Scalar?) {
    var elements: [Element] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if isEscaped {
        elements.append(.scalar(CaseFolding.fold(scalar.value)))
        isEscaped = false
      } else if scalar == escape {
        isEscaped = true
      } else if scalar == "%" {
        if elements.last != .anyRun { elements.append(.anyRun) }
      } else if scalar == "_" {
        elements.append(.anyOne)
      } else {
        elements.append(.scalar(CaseFolding.fold(scalar.value)))
      }
    }
    if isEscaped, let escape { elements.append(.scalar(CaseFolding.fold(escape.value))) }
    self.elements = elements
  }

  /// Whether a text matches.
  package func matches(_ text: String) -> Bool { withBytes(text) { matches($0) } }

  /// Whether a text in UTF-8 matches.
  ///
  /// - Complexity: O(*n · m*) in the text and the pattern at worst.
  package func matches(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    var element = 0
    // Where to go on when a run has to take one more character.
    var retry: (index: Int, element: Int)?
    while index < utf8.count {
      let scalar = UTF8Scalar.decode(utf8, at: index)
      if element < elements.count {
        switch elements[element] {
        case .anyRun:
          element += 1
          if element == elements.count { return true }
          retry = (index, element)
          continue
        case .anyOne:
          index += scalar.length
          element += 1
          continue
        case .scalar(let wanted):
          if wanted == CaseFolding.fold(scalar.value) {
            index += scalar.length
            element += 1
            continue
          }
        }
      }
      guard let last = retry else { return false }
      index = last.index + UTF8Scalar.decode(utf8, at: last.index).length
      element = last.element
      retry = (index, element)
    }
    while element < elements.count, elements[element] == .anyRun { element += 1 }
    return element == elements.count
  }
}
