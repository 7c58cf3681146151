import DSQLTypes

/// A LIKE pattern that was read once.
struct LikeMatcher {
  /// How letters are compared.
  enum Rule: Hashable {
    case folded
    case binary
  }

  private enum Element {
    case scalar(Unicode.Scalar)
    case anyOne
    case anyRun
  }

  private let folded: LikePattern?
  /// The pattern where letter case counts.
  private let elements: [Element]

  init(_ pattern: String, escape: Unicode.Scalar?, rule: Rule) {
    folded = rule == .folded ? LikePattern(pattern, escape: escape) : nil
    elements = rule == .folded ? [] : Self.elements(pattern, escape: escape)
  }

  func matches(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    if let folded { return folded.matches(utf8) }
    return matches(Array(String(decoding: utf8, as: UTF8.self).unicodeScalars))
  }

  private static func elements(_ pattern: String, escape: Unicode.Scalar?) -> [Element] {
    var elements: [Element] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if !isEscaped, scalar == escape {
        isEscaped = true
        continue
      }
      if isEscaped {
        elements.append(.scalar(scalar))
      } else if scalar == "%" {
        elements.append(.anyRun)
      } else {
        elements.append(scalar == "_" ? .anyOne : .scalar(scalar))
      }
      isEscaped = false
    }
    if isEscaped, let escape { elements.append(.scalar(escape)) }
    return elements
  }

  private func matches(_ text: [Unicode.Scalar]) -> Bool {
    var (index, element) = (0, 0)
    // Where to go on when a run has to take one more character.
    var retry: (index: Int, element: Int)?
    while index < text.count {
      if element < elements.count {
        switch elements[element] {
        case .anyRun:
          element += 1
          retry = (index, element)
          continue
        case .anyOne:
          (index, element) = (index + 1, element + 1)
          continue
        case .scalar(let wanted):
          if wanted == text[index] {
            (index, element) = (index + 1, element + 1)
            continue
          }
        }
      }
      guard let last = retry else { return false }
      (index, element) = (last.index + 1, last.element)
      retry = (index, element)
    }
    return elements[element...].allSatisfy { if case .anyRun = $0 { true } else { false } }
  }
}
