import DSQLTypes

/// A pattern of names: `*` any, `?` one character, letter case ignored, double quotes exact.
///
/// - Source: `shell-conventions.md` §4.
struct NamePattern: Sendable {
  private enum Piece: Hashable, Sendable {
    case any
    case one
    case letter(Character, isExact: Bool)
  }

  private var pieces: [Piece] = []

  /// The name that it means where it has no wildcard.
  private(set) var plainName: String?

  init(_ pattern: String) {
    var isQuoted = false
    var name = ""
    for character in pattern {
      if character == "\"" {
        isQuoted.toggle()
        continue
      }
      name.append(character)
      if isQuoted {
        pieces.append(.letter(character, isExact: true))
      } else if character == "*" {
        pieces.append(.any)
      } else if character == "?" {
        pieces.append(.one)
      } else {
        pieces.append(.letter(character, isExact: false))
      }
    }
    plainName = pieces.contains(.any) || pieces.contains(.one) ? nil : name
  }

  /// Whether a name fits.
  func matches(_ name: String) -> Bool { Self.matches(pieces[...], Substring(name)) }

  private static func matches(_ pieces: ArraySlice<Piece>, _ name: Substring) -> Bool {
    guard let piece = pieces.first else { return name.isEmpty }
    let rest = pieces.dropFirst()
    switch piece {
    case .any:
      return name.indices.contains { matches(rest, name[$0...]) } || matches(rest, "")
    case .one: return !name.isEmpty && matches(rest, name.dropFirst())
    case .letter(let letter, let isExact):
      guard let first = name.first else { return false }
      let fits =
        isExact ? first == letter : TextComparison.areEqual(String(first), String(letter))
      return fits && matches(rest, name.dropFirst())
    }
  }
}
