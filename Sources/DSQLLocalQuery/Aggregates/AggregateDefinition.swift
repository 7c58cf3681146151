import GRDBSQLite

/// The names of this room's aggregates; the raw value is the name in SQL.
enum LocalAggregate: String, CaseIterable, Sendable {
  /// Exact sum of integers and decimals, as a decimal.
  case sumDecimal = "dsql_sum_decimal"
  case averageDecimal = "dsql_avg_decimal"
  case sumInterval = "dsql_sum_interval"
  case averageInterval = "dsql_avg_interval"
  /// (specification, value, separator, key, …)
  case collectText = "dsql_string_agg"
  /// (specification, value, key, …)
  case collectArray = "dsql_array_agg"
  /// The one value of a scalar subquery.
  case single = "dsql_single"
}

/// What an aggregate has gathered of one group, or of one window's frame.
protocol AggregateState: AnyObject {
  /// Adds a row.
  func step(_ arguments: Arguments) throws
  /// Takes a row away that was added before all others that are left.
  func inverse(_ arguments: Arguments) throws
  func value() throws -> SQLResult
}

/// An aggregate that SQLite's own do not have.
struct AggregateDefinition: Sendable {
  let name: LocalAggregate
  let arity: Int32
  let makeState: @Sendable () -> any AggregateState

  static let all: [AggregateDefinition] = [
    AggregateDefinition(name: .sumDecimal, arity: 1) { DecimalTotal(divides: false) },
    AggregateDefinition(name: .averageDecimal, arity: 1) { DecimalTotal(divides: true) },
    AggregateDefinition(name: .sumInterval, arity: 1) { IntervalTotal(divides: false) },
    AggregateDefinition(name: .averageInterval, arity: 1) { IntervalTotal(divides: true) },
    AggregateDefinition(name: .collectText, arity: -1) { CollectedValues(form: .text) },
    AggregateDefinition(name: .collectArray, arity: -1) { CollectedValues(form: .array) },
    AggregateDefinition(name: .single, arity: 1) { SingleValue() },
  ]

  /// Makes the aggregate known to a connection.
  func register(_ database: OpaquePointer, environment: FunctionEnvironment) {
    // SQLite gives the reference back when the connection closes.
    let call = Unmanaged.passRetained(Call(self, environment))
    sqlite3_create_window_function(
      database,
      name.rawValue,
      arity,
      SQLITE_UTF8,
      call.toOpaque(),
      { context, count, values in
        Call.run(context) { try $0.step(Arguments(count: count, values: values)) }
      },
      { Call.finish($0) },
      { context in Call.run(context) { try $0.value().answer(context) } },
      { context, count, values in
        Call.run(context) { try $0.inverse(Arguments(count: count, values: values)) }
      },
      { pointer in
        if let pointer { Unmanaged<Call>.fromOpaque(pointer).release() }
      }
    )
  }

  /// What SQLite keeps for a registered aggregate: a class, since it is kept by a pointer.
  private final class Call {
    private let definition: AggregateDefinition
    private let environment: FunctionEnvironment

    init(_ definition: AggregateDefinition, _ environment: FunctionEnvironment) {
      self.definition = definition
      self.environment = environment
    }

    private static func of(_ context: OpaquePointer?) -> Call? {
      sqlite3_user_data(context).map { Unmanaged<Call>.fromOpaque($0).takeUnretainedValue() }
    }

    static func run(_ context: OpaquePointer?, _ body: (any AggregateState) throws -> Void) {
      guard let call = of(context) else { return }
      // SQLite gives each group so much zeroed memory of its own; it holds one reference.
      let size = Int32(MemoryLayout<Unmanaged<Holder>?>.size)
      guard
        let slot = sqlite3_aggregate_context(context, size)?
          .assumingMemoryBound(to: Unmanaged<Holder>?.self)
      else { return sqlite3_result_error_nomem(context) }
      let holder = slot.pointee ?? Unmanaged.passRetained(Holder(call.definition.makeState()))
      slot.pointee = holder
      do {
        try body(holder.takeUnretainedValue().state)
      } catch {
        call.environment.fail(error)
        sqlite3_result_error(context, "local aggregate failed", -1)
      }
    }

    /// Answers a group's value and frees what it held; a group without rows never had any.
    static func finish(_ context: OpaquePointer?) {
      let slot = sqlite3_aggregate_context(context, 0)?
        .assumingMemoryBound(to: Unmanaged<Holder>?.self)
      guard let holder = slot?.pointee else {
        guard let call = of(context) else { return }
        answer(call.definition.makeState(), context, call.environment)
        return
      }
      if let call = of(context) {
        answer(holder.takeUnretainedValue().state, context, call.environment)
      }
      slot?.pointee = nil
      holder.release()
    }

    private static func answer(
      _ state: any AggregateState,
      _ context: OpaquePointer?,
      _ environment: FunctionEnvironment
    ) {
      // After a failed step SQLite only wants the memory back.
      if environment.failure != nil { return sqlite3_result_null(context) }
      do {
        try state.value().answer(context)
      } catch {
        environment.fail(error)
        sqlite3_result_error(context, "local aggregate failed", -1)
      }
    }
  }

  /// The one object behind a group's pointer.
  private final class Holder {
    let state: any AggregateState

    init(_ state: any AggregateState) { self.state = state }
  }
}
