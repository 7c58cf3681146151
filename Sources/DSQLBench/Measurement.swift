import Foundation

/// How long the runs of one piece of work took.
struct Measurement: CustomStringConvertible {
  static let heading =
    "work".padding(toLength: 52, withPad: " ", startingAt: 0) + "  median s     min s     max s"

  let name: String
  /// Ascending.
  let seconds: [Double]
  /// How much one run did, for a figure per second.
  let amount: (count: Int, unit: String)?

  init(_ name: String, seconds: [Double], amount: (count: Int, unit: String)? = nil) {
    self.name = name
    self.seconds = seconds.sorted()
    self.amount = amount
  }

  var median: Double { seconds.isEmpty ? 0 : seconds[seconds.count / 2] }

  var description: String {
    var line = name.padding(toLength: 52, withPad: " ", startingAt: 0)
    for second in [median, seconds.first ?? 0, seconds.last ?? 0] {
      line += String(format: " %9.4f", second)
    }
    if let amount, median > 0 {
      line += String(format: "  %.0f ", Double(amount.count) / median) + "\(amount.unit)/s"
    }
    return line
  }

  /// Runs a piece of work once to warm up and then several times with the clock running.
  static func take(
    _ name: String,
    runs: Int = 5,
    amount: (count: Int, unit: String)? = nil,
    work: () async throws -> Void
  ) async rethrows -> Measurement {
    let clock = ContinuousClock()
    var seconds: [Double] = []
    for run in 0...runs {
      let duration = try await clock.measure { try await work() }
      if run > 0 { seconds.append(duration / .seconds(1)) }
    }
    return Measurement(name, seconds: seconds, amount: amount)
  }
}
