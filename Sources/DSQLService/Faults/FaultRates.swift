/// How often requests meet which fault, by chance.
///
/// - Source: `design.md` §4, `--fail`.
package struct FaultRates: Hashable, Sendable {
  /// The kinds that chance brings; the others are for plans.
  private static let kinds: [FaultPlan.Kind] = [
    .internalError, .unavailable, .throttled, .cut, .lost, .html,
  ]

  private var rates: [FaultPlan.Kind: Double] = [:]

  /// No faults.
  package init() {}

  /// Whether no request meets a fault.
  package var isEmpty: Bool { rates.values.allSatisfy { $0 == 0 } }

  /// The rates as the command line writes them: `500=0.1`.
  package var assignments: [String] {
    Self.kinds.compactMap { kind in rates[kind].map { "\(kind.rawValue)=\($0)" } }
  }

  /// Sets the rate of a kind, written `KIND=RATE`, or shares one among all kinds, written `RATE`.
  ///
  /// - Parameter text: The rate, from 0 to 1.
  /// - Throws: `EmbeddedServiceError` where there is no such kind, the rate is none, or the rates
  ///   together are more than 1.
  package mutating func set(_ text: String) throws(EmbeddedServiceError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = parts.last, let rate = Double(number), (0...1).contains(rate) else {
      throw .badRate(text)
    }
    if parts.count == 1 {
      for kind in Self.kinds { rates[kind] = rate / Double(Self.kinds.count) }
    } else {
      guard let kind = Self.kinds.first(where: { $0.rawValue == parts[0] }) else {
        throw .badRate(text)
      }
      rates[kind] = rate
    }
    // Six equal shares may add up to a little more than they came from.
    guard rates.values.reduce(0, +) < 1.000_001 else { throw .tooManyFaults }
  }

  /// The kind that a number from 0 to 1 falls on; nil where the request passes.
  func kind(at number: Double) -> FaultPlan.Kind? {
    var rest = number
    for kind in Self.kinds {
      guard let rate = rates[kind] else { continue }
      if rest < rate { return kind }
      rest -= rate
    }
    return nil
  }
}
