import DSQLDiagnostics
import DSQLRendering
import DSQLService
import DSQLSession
import DSQLShell

/// What a command line asks for.
struct Invocation: Sendable {
  /// When output is coloured.
  enum Colour: String, CaseIterable, Sendable { case auto, always, never }

  /// What is done instead of running the shell.
  enum Information: Sendable {
    case help(topic: String?)
    case version
    case profiles
  }

  /// Words that are kept for sub-commands to come.
  private static let reservedWords = [
    "dump", "load", "diff", "completion",
  ]

  var information: Information?
  var inputs: [ShellConfiguration.Input] = []
  var scriptName: String?
  var scriptArguments: [String] = []
  var variables: [ShellConfiguration.Assignment] = []
  var printOptions: [ShellConfiguration.Assignment] = []
  var outputTarget: String?
  /// Where the HTTP traffic is written.
  var trafficFile: String?
  var profile: String?
  var embedded: ConnectionRequest.EmbeddedStore?
  /// How the embedded service is to behave; its store is decided later.
  var service = EmbeddedServiceOptions(store: .memory)
  var ignoresUIPathEnvironment = false
  var isReadOnly = false
  var answersYes = false
  var isDryRun = false
  var isQuiet = false
  var editsLines = true
  var readsStartUpFile = true
  var startUpFile: String?
  var colour = Colour.auto
  var errorFormat = DiagnosticFormat.text

  /// Reads a command line, the program's name left out.
  ///
  /// - Throws: `UsageError` where an option is unknown, or lacks its value.
  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        while let word = rest.popFirst() { try take(word, &rest) }
      } else if argument.hasPrefix("--") {
        try long(String(argument.dropFirst(2)), &rest)
      } else if argument.hasPrefix("-"), argument != "-" {
        try short(argument, &rest)
      } else {
        try take(argument, &rest)
      }
    }
  }

  /// An argument that is no option: SQL, a script with what follows, or a profile.
  private mutating func take(
    _ argument: String,
    _ rest: inout ArraySlice<String>
  )
    throws(UsageError)
  {
    if argument.contains(where: \.isWhitespace) {
      inputs.append(.command(argument))
    } else if argument.contains("/") || argument.hasSuffix(".dsql") || argument.hasSuffix(".sql") {
      inputs.append(.file(argument))
      scriptName = argument
      scriptArguments = Array(rest)
      rest = []
    } else if argument == "-" {
      inputs.append(.file("-"))
    } else if profile == nil {
      if Self.reservedWords.contains(argument) {
        throw UsageError(
          "this version has no command \"\(argument)\"",
          hint: "A profile of that name is meant by -d \(argument)."
        )
      }
      profile = argument
    } else {
      throw UsageError(
        "too many arguments: \"\(argument)\"",
        hint: "A statement is one argument, in quotes: dsql \(profile ?? "") 'SELECT ...'."
      )
    }
  }

  private mutating func long(_ text: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = OptionTable.options.first(where: { $0.long.contains(name) }) else {
      throw Self.unknown("--\(name)")
    }
    var value = parts.count == 2 ? String(parts[1]) : nil
    if option.value == nil, value != nil {
      throw UsageError("option --\(name) takes no value")
    }
    if option.value != nil, value == nil, !option.valueIsOptional {
      value = rest.popFirst()
      if value == nil { throw UsageError("option --\(name) needs a value") }
    }
    try apply(option, value)
  }

  private mutating func short(
    _ argument: String,
    _ rest: inout ArraySlice<String>
  )
    throws(UsageError)
  {
    let word = String(argument.dropFirst())
    if let option = OptionTable.options.first(where: { $0.words.contains(word) }) {
      var value: String?
      if option.value != nil, !option.valueIsOptional {
        value = rest.popFirst()
        if value == nil { throw UsageError("option -\(word) needs a value") }
      }
      return try apply(option, value)
    }
    var letters = word[...]
    while let letter = letters.popFirst() {
      guard let option = OptionTable.options.first(where: { $0.short == letter }) else {
        throw Self.unknown(word.count == 1 ? "-\(letter)" : argument)
      }
      guard option.value != nil, !option.valueIsOptional else {
        try apply(option, nil)
        continue
      }
      let attached = letters
      letters = ""
      if !attached.isEmpty {
        try apply(option, String(attached))
      } else if let value = rest.popFirst() {
        try apply(option, value)
      } else {
        throw UsageError("option -\(letter) needs a value")
      }
    }
  }

  private mutating func apply(_ option: ShellOption, _ value: String?) throws(UsageError) {
    switch option.effect {
    case .command: inputs.append(.command(value ?? ""))
    case .file: inputs.append(.file(value ?? ""))
    case .profile: profile = value
    case .listProfiles: information = .profiles
    case .variable: variables.append(Self.assignment(value ?? ""))
    case .printOption: printOptions.append(Self.assignment(value ?? ""))
    case .output: outputTarget = value
    case .pset(let name, let value): printOptions.append(.init(name, value))
    case .psetValue(let name): printOptions.append(.init(name, value))
    case .set(let name, let value): variables.append(.init(name, value))
    case .readOnly: isReadOnly = true
    case .yes: answersYes = true
    case .dryRun: isDryRun = true
    case .quiet:
      isQuiet = true
      variables.append(.init("QUIET", "on"))
    case .noReadline: editsLines = false
    case .noStartUp: readsStartUpFile = false
    case .startUpFile: startUpFile = value
    case .local: embedded = .standard
    case .localFile: embedded = .file(value ?? "")
    case .memory: embedded = .memory
    case .ignoreUIPathEnvironment: ignoresUIPathEnvironment = true
    case .apiLevel: service.apiLevel = try Self.choice(value, of: "--api-level")
    case .without:
      try change { (options) throws(EmbeddedServiceError) in
        try options.switchOff(value ?? "")
      }
    case .trait:
      try change { (options) throws(EmbeddedServiceError) in
        try options.set(trait: value ?? "")
      }
    case .role:
      try change { (options) throws(EmbeddedServiceError) in
        try options.roles.assign(value ?? "")
      }
    case .roleFile:
      try change { (options) throws(EmbeddedServiceError) in try options.readRoles(value ?? "") }
    case .latency:
      try change { (options) throws(EmbeddedServiceError) in
        try options.delay(value ?? "", \.latency)
      }
    case .jitter:
      try change { (options) throws(EmbeddedServiceError) in
        try options.delay(value ?? "", \.jitter)
      }
    case .throttle:
      try change { (options) throws(EmbeddedServiceError) in try options.limit(value ?? "") }
    case .fail:
      try change { (options) throws(EmbeddedServiceError) in
        try options.failures.set(value ?? "")
      }
    case .seed:
      try change { (options) throws(EmbeddedServiceError) in try options.sow(value ?? "") }
    case .color: colour = try Self.choice(value, of: "--color")
    case .debug: trafficFile = value
    case .errorFormat: errorFormat = try Self.choice(value, of: "--error-format")
    case .help: information = .help(topic: value)
    case .version: information = .version
    }
  }

  /// Changes how the embedded service is to behave.
  private mutating func change(
    _ body: (inout EmbeddedServiceOptions) throws(EmbeddedServiceError) -> Void
  ) throws(UsageError) {
    do {
      try body(&service)
    } catch {
      throw UsageError(error.description)
    }
  }

  private static func assignment(_ text: String) -> ShellConfiguration.Assignment {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return .init(String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String?,
    of option: String
  ) throws(UsageError) -> Choice where Choice.RawValue == String {
    if let choice = Choice(rawValue: text ?? "") { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw UsageError(
      "unknown value \"\(text ?? "")\" for \(option)",
      hint: "It is one of \(known)."
    )
  }

  private static func unknown(_ argument: String) -> UsageError {
    if argument == "-1" || argument == "--single-transaction" {
      return UsageError("the service has no transactions, so \(argument) is refused")
    }
    let names = OptionTable.options.flatMap { option in
      option.long.map { "--\($0)" } + option.words.map { "-\($0)" }
        + (option.short.map { ["-\($0)"] } ?? [])
    }
    let near = NearName.suggestions(for: argument, among: names)
    return UsageError(
      "unknown option \(argument)",
      hint: near.isEmpty ? nil : "Did you mean \(near.joined(separator: ", "))?"
    )
  }
}

/// A command line that cannot be understood.
struct UsageError: Error, Sendable {
  var message: String
  var hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
