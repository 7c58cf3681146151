import DSQLPlan
import DSQLTypes

/// One way to call a function.
struct FunctionSignature: Sendable {
  /// What an argument must be.
  enum Parameter: Sendable {
    case text, integer, decimal, double, boolean, date, timestamp, interval, choices
    /// Anything, as it is.
    case any
    /// Anything, as its text.
    case anyAsText

    /// The type that an argument is converted to; nil where it stays.
    var type: DataType? {
      switch self {
      case .text, .anyAsText: .text
      case .integer: .integer
      case .decimal: .decimal(scale: nil)
      case .double: .double
      case .boolean: .boolean
      case .date: .date
      case .timestamp: .timestamp
      case .interval: .interval
      case .choices, .any: nil
      }
    }
  }

  /// What a call's type is.
  enum Result: Sendable {
    case type(DataType)
    /// The type of the first argument.
    case first
  }

  let function: ScalarFunction
  let parameters: [Parameter]
  /// How many of the last parameters may be left out.
  let optional: Int
  /// Whether the last parameter may come again and again.
  let isVariadic: Bool
  let result: Result

  init(
    _ function: ScalarFunction,
    _ parameters: [Parameter],
    optional: Int = 0,
    isVariadic: Bool = false,
    _ result: Result
  ) {
    self.function = function
    self.parameters = parameters
    self.optional = optional
    self.isVariadic = isVariadic
    self.result = result
  }

  func takes(_ count: Int) -> Bool {
    count >= parameters.count - optional && (isVariadic || count <= parameters.count)
  }

  /// The parameter that an argument stands for.
  func parameter(at index: Int) -> Parameter {
    index < parameters.count ? parameters[index] : parameters.last ?? .any
  }
}
