import DSQLDiagnostics
import GRDBSQLite

/// A scalar function that SQLite's own do not have, or have with another meaning.
struct SQLFunction: Sendable {
  /// What a NULL among the arguments does.
  enum NullRule: Sendable {
    /// The answer is NULL and the function is not called.
    case strict
    /// The function looks at NULL itself.
    case lenient
  }

  typealias Body = @Sendable (Arguments, FunctionEnvironment) throws -> SQLResult

  let name: LocalFunction
  /// How many arguments it takes; -1 is any number.
  let arity: Int32
  let nullRule: NullRule
  let body: Body

  init(
    _ name: LocalFunction,
    _ arity: Int32,
    _ nullRule: NullRule = .strict,
    _ body: @escaping Body
  ) {
    self.name = name
    self.arity = arity
    self.nullRule = nullRule
    self.body = body
  }

  /// Every scalar function of this room.
  static let all: [SQLFunction] =
    integers + decimals + doubles + numberCasts + texts + moreTexts + patterns + dates + intervals
    + timeCasts + timeParts + choices + series

  /// Makes the function known to a connection.
  func register(_ database: OpaquePointer, environment: FunctionEnvironment) {
    // SQLite gives the reference back when the connection closes.
    let call = Unmanaged.passRetained(Call(self, environment))
    let stability = name == .random ? 0 : SQLITE_DETERMINISTIC
    sqlite3_create_function_v2(
      database,
      name.rawValue,
      arity,
      SQLITE_UTF8 | stability,
      call.toOpaque(),
      { context, count, values in
        guard let pointer = sqlite3_user_data(context) else { return }
        Unmanaged<Call>.fromOpaque(pointer).takeUnretainedValue()
          .run(context, Arguments(count: count, values: values))
      },
      nil,
      nil,
      { pointer in
        if let pointer { Unmanaged<Call>.fromOpaque(pointer).release() }
      }
    )
  }

  /// What SQLite keeps for a registered function: a class, since it is kept by a pointer.
  private final class Call {
    private let function: SQLFunction
    private let environment: FunctionEnvironment

    init(_ function: SQLFunction, _ environment: FunctionEnvironment) {
      self.function = function
      self.environment = environment
    }

    func run(_ context: OpaquePointer?, _ arguments: Arguments) {
      if function.nullRule == .strict, arguments.hasNull { return sqlite3_result_null(context) }
      do {
        try function.body(arguments, environment).answer(context)
      } catch {
        environment.fail(error)
        sqlite3_result_error(context, "local function failed", -1)
      }
    }
  }
}
