import DSQLDiagnostics
import DSQLTypes

/// The sum or the average of decimals, exact.
final class DecimalTotal: AggregateState {
  private let divides: Bool
  private var total = ExactDecimal.zero
  private var count: Int64 = 0

  init(divides: Bool) { self.divides = divides }

  func step(_ arguments: Arguments) throws { try add(arguments, sign: 1) }

  func inverse(_ arguments: Arguments) throws { try add(arguments, sign: -1) }

  private func add(_ arguments: Arguments, sign: Int64) throws {
    if arguments.isNull(0) { return }
    let number = arguments.decimal(0)
    do {
      total = try total.adding(sign < 0 ? number.negated : number)
    } catch {
      throw Diagnostic(error)
    }
    count += sign
  }

  func value() throws -> SQLResult {
    if count == 0 { return .null }
    if !divides { return .decimal(total) }
    do {
      return .decimal(try total.divided(ExactDecimal(count)))
    } catch {
      throw Diagnostic(error)
    }
  }
}

/// The sum or the average of intervals.
final class IntervalTotal: AggregateState {
  private let divides: Bool
  private var total = Interval()
  private var count: Int64 = 0

  init(divides: Bool) { self.divides = divides }

  func step(_ arguments: Arguments) throws {
    if arguments.isNull(0) { return }
    total = try sum(arguments.interval(0))
    count += 1
  }

  func inverse(_ arguments: Arguments) throws {
    if arguments.isNull(0) { return }
    guard let negated = arguments.interval(0).negated else { throw Diagnostic.intervalOutOfRange }
    total = try sum(negated)
    count -= 1
  }

  private func sum(_ interval: Interval) throws -> Interval {
    guard let sum = total.adding(interval) else { throw Diagnostic.intervalOutOfRange }
    return sum
  }

  func value() throws -> SQLResult {
    if count == 0 { return .null }
    if !divides { return .text(total.text) }
    guard let average = total.scaled(by: 1 / Double(count)) else {
      throw Diagnostic.intervalOutOfRange
    }
    return .text(average.text)
  }
}

/// The one value of a scalar subquery; a second row is an error.
final class SingleValue: AggregateState {
  private var found: SQLResult?

  func step(_ arguments: Arguments) throws {
    if found != nil {
      throw Diagnostic(
        .tooManyRows,
        "more than one row returned by a subquery used as an expression"
      )
    }
    found = arguments.value(0)
  }

  func inverse(_: Arguments) throws { found = nil }

  func value() throws -> SQLResult { found ?? .null }
}
