import DSQLTypes

/// A pattern of `to_char` for numbers.
///
/// - Source: PostgreSQL, "Template Patterns for Numeric Formatting".
struct NumberFormat {
  private enum Element {
    /// A digit; `isZero` also shows zeros in front.
    case digit(isZero: Bool)
    case point
    case group
    case minus
    case plus
    case sign
    case literal(String)
  }

  /// Where the sign stands that no element of its own shows.
  private enum SignPlace {
    /// One place before the first digit, blank for what is not negative.
    case automatic
    case leading
    case trailing
    /// `<` and `>` around a negative number.
    case brackets
    case element
  }

  private var elements: [Element] = []
  private var signPlace = SignPlace.automatic
  private var isCompact = false
  /// Decimal places that V moves before the point.
  private var shift = 0
  private var suffix: String?

  init(_ pattern: String) {
    var rest = Substring(pattern)
    while let character = rest.first {
      let word = Self.words.first { rest.uppercased().hasPrefix($0) }
      if let word, read(word, String(rest.prefix(word.count))) {
        rest = rest.dropFirst(word.count)
        continue
      }
      if character == "\"" {
        let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.endIndex
        elements.append(.literal(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
      } else {
        elements.append(.literal(String(rest.removeFirst())))
      }
    }
  }

  private static let words = [
    "FM", "MI", "PL", "SG", "PR", "TH", "9", "0", ".", ",", "D", "G", "S", "V", "L",
  ]

  private mutating func read(_ word: String, _ written: String) -> Bool {
    switch word {
    case "FM": isCompact = true
    case "MI":
      elements.append(.minus)
      signPlace = .element
    case "PL":
      elements.append(.plus)
      signPlace = .element
    case "SG":
      elements.append(.sign)
      signPlace = .element
    case "PR": signPlace = .brackets
    case "TH": suffix = written
    case "9", "0":
      if shift >= 0, isShifting { shift += 1 }
      elements.append(.digit(isZero: word == "0"))
    case ".", "D": elements.append(.point)
    case ",", "G": elements.append(.group)
    case "S": signPlace = digitCount == 0 ? .leading : .trailing
    case "V": isShifting = true
    case "L": elements.append(.literal(" "))
    default: return false
    }
    return true
  }

  private var isShifting = false

  private var digitCount: Int {
    elements.count { if case .digit = $0 { true } else { false } }
  }

  private var pointIndex: Int {
    elements.firstIndex { if case .point = $0 { true } else { false } } ?? elements.count
  }

  /// Whether each digit before the point, or after it, shows zeros.
  private func digits(_ range: Range<Int>) -> [Bool] {
    elements[range].compactMap { element in
      if case .digit(let isZero) = element { isZero } else { nil }
    }
  }

  /// A number by the pattern.
  func text(_ number: ExactDecimal) -> String {
    let wholePlaces = digits(0..<pointIndex)
    let decimalPlaces = digits(pointIndex..<elements.count)
    let shifted = moved(number)
    guard let rounded = shifted.rounded(toScale: decimalPlaces.count) else { return "" }
    let digits = rounded.absolute.text(minimumScale: 0).split(separator: ".").map { Array($0) }
    var whole = digits.first ?? []
    let decimals = digits.count > 1 ? digits[1] : []
    // A lone zero before decimals shows only where the pattern asks for it.
    let isBare =
      whole == ["0"] && !wholePlaces.contains(true)
      && (!decimalPlaces.isEmpty && (!isCompact || !rounded.isZero))
    if isBare { whole = [] }
    let isNegative = rounded.coefficient < 0
    var filler = Filler(
      whole: whole,
      wholePlaces: wholePlaces,
      decimals: decimals,
      decimalPlaces: decimalPlaces,
      isCompact: isCompact,
      isOverflow: whole.count > wholePlaces.count
    )
    var isPastPoint = false
    for element in elements {
      switch element {
      case .digit:
        if isPastPoint { filler.addDecimal() } else { filler.addWhole() }
      case .point:
        filler.addPoint()
        isPastPoint = true
      case .group: filler.addGroup()
      case .minus: filler.addSign(isNegative ? "-" : isCompact ? "" : " ")
      case .plus: filler.addSign(isNegative ? (isCompact ? "" : " ") : "+")
      case .sign: filler.addSign(isNegative ? "-" : "+")
      case .literal(let text): filler.text += text
      }
    }
    return signed(filler, isNegative: isNegative, whole: whole)
  }

  private func signed(
    _ filler: Filler,
    isNegative: Bool,
    whole: [Character]
  ) -> String {
    var text = filler.text
    if let suffix, !isNegative {
      let ending = TimeFields.ordinalSuffix(String(whole))
      text += suffix == "TH" ? ending.uppercased() : ending
    }
    let start = filler.start ?? text.startIndex
    switch signPlace {
    case .element: break
    case .automatic:
      text.insert(contentsOf: isNegative ? "-" : isCompact ? "" : " ", at: start)
    case .leading: text.insert(isNegative ? "-" : "+", at: start)
    case .trailing: text += isNegative ? "-" : "+"
    case .brackets:
      text += isNegative ? ">" : isCompact ? "" : " "
      text.insert(contentsOf: isNegative ? "<" : isCompact ? "" : " ", at: start)
    }
    return text
  }

  /// The number times ten for each place after V.
  private func moved(_ number: ExactDecimal) -> ExactDecimal {
    var result = number
    for _ in 0..<shift { result = (try? result.multiplied(ExactDecimal(10))) ?? result }
    return result
  }
}

/// Fills the places of a number's pattern from the left.
private struct Filler {
  let whole: [Character]
  let wholePlaces: [Bool]
  let decimals: [Character]
  let decimalPlaces: [Bool]
  let isCompact: Bool
  let isOverflow: Bool
  var text = ""
  /// Where the first digit stands, or the point without a digit before it.
  private(set) var start: String.Index?
  private var wholeIndex = 0
  private var decimalIndex = 0

  init(
    whole: [Character],
    wholePlaces: [Bool],
    decimals: [Character],
    decimalPlaces: [Bool],
    isCompact: Bool,
    isOverflow: Bool
  ) {
    self.whole = whole
    self.wholePlaces = wholePlaces
    self.decimals = decimals
    self.decimalPlaces = decimalPlaces
    self.isCompact = isCompact
    self.isOverflow = isOverflow
  }

  mutating func addWhole() {
    defer { wholeIndex += 1 }
    if isOverflow { return append("#") }
    let place = wholeIndex - (wholePlaces.count - whole.count)
    if place >= 0 { return append(whole[place]) }
    if wholePlaces[...wholeIndex].contains(true) { return append("0") }
    if !isCompact { text.append(" ") }
  }

  mutating func addGroup() {
    if start != nil {
      append(isOverflow ? "," : ",")
    } else if !isCompact {
      text.append(" ")
    }
  }

  mutating func addPoint() { append(".") }

  mutating func addDecimal() {
    defer { decimalIndex += 1 }
    if isOverflow { return append("#") }
    let digit = decimalIndex < decimals.count ? decimals[decimalIndex] : "0"
    let isNeeded =
      decimals[min(decimalIndex, decimals.count)...].contains { $0 != "0" }
      || decimalPlaces[decimalIndex...].contains(true)
    if isNeeded || !isCompact { append(digit) }
  }

  mutating func addSign(_ sign: String) { text += sign }

  private mutating func append(_ character: Character) {
    if start == nil { start = text.endIndex }
    text.append(character)
  }
}
